"""Rounds: plans, the rounds made of them, their visits, and what workers record on these.

models.py        tables
rules.py         what an operation decides
operations.py    applies the operations `round.*`
documents.py     `round`, and the places that rounds need
skipped.py       what a skipped space leads to
signals.py       what other subjects may listen to
recurrence.py    the days of a recurrence rule
plan_days.py     the days of a plan: seasons, holidays
cover_rules.py   who takes a round
standing.py      where a round stands: late, missed; norm minutes and actual ones
planning.py      makes rounds of plans
plans.py         what supervisors do with plans
covers.py        substitutes and bought-in companies
services.py      what supervisors do with rounds
watches.py       which rows change which documents
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
