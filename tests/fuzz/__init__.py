"""Hostile bytes against both ends of the protocol: requests at the server, answers at the Python client.

bodies.py       strategies: JSON with anything anywhere, and bytes that are hardly JSON
hostile.py      hostile bodies by name, with the codes that may answer them
contents.py     everything in a database, to see that nothing changed
answers.py      a device, a small honest server, and what has to hold when something else answers once
odd_server.py   a server on loopback that says what it is told, HTTP or not
measured.py     one end in a process of its own, which tells how much memory it has held
"""
