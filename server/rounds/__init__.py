"""Rounds: plans, the rounds made of them, their visits, and what workers record on these.

models.py        tables
rules.py         what an operation decides
operations.py    applies the operations `round.*`
documents.py     `round`, and the places that rounds need
recurrence.py    the days of a plan
planning.py      makes rounds of plans
services.py      what supervisors do with rounds
watches.py       which rows change which documents
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
