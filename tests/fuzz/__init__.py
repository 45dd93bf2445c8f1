"""Hostile bytes against both ends of the protocol: requests at the server, answers at the Python client.

bodies.py     strategies: JSON with anything anywhere, and bytes that are hardly JSON
contents.py   everything in a database, to see that nothing changed
"""
