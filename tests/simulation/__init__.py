"""The simulation: real clients against the real server, with a network, a clock and a fate that come from a seed.

README.md says what is promised and which faults are survived.

clients.py         what the simulation asks of a client, whatever it is written in
python_client.py   the client of `sync/`
node_client.py     the phone app's own code, in a Node process (fieldapp/simulation)
"""
