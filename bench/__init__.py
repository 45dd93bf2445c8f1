"""Speed and scale, each figure beside a physical limit measured in the same run.

scopes.py     how many documents each role's phone holds
landlord.py   the demo landlord, and a person with as many documents as wanted
download.py   a first download in Chromium, beside one static file and one IndexedDB transaction
no_change.py  a sync in which nothing has changed, beside a plain answer of the same size
"""
