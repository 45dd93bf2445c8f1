"""Speed and scale, each figure beside a limit measured in the same run.

scopes.py     how many documents each role's phone holds
download.py   a first download in Chromium, beside one static file and one IndexedDB transaction
no_change.py  a sync in which nothing has changed: bytes, time and CPU, beside the smallest Flask route
scale.py      a pull of 50 changed documents, with 10,000 documents stored and with 1,000,000

served.py     an application under the web server of `make run`, and its CPU time
trivial.py    the smallest Flask application
instance.py   a database of its own, and the server on it
landlord.py   one with the demo landlord, and (padding.py) persons with as many documents as wanted
stored.py     one with as many documents as wanted
device.py     a device that joins, reads and asks
figures.py    how figures are printed
"""
