"""Every change by anybody: who, when, what, before and after, in a chain of hashes that shows what was tampered with.

actor.py     who acts now
changes.py   notes what a flush wrote, and forgets what was undone
chain.py     links what was noted, last of all before the commit; checks the links
models.py    the rows and the chain's end
"""
