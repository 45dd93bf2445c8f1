"""Quality inspections: spaces drawn from a building's, levels 0 to 5, what a failed space leads to, results.

models.py        tables
rules.py         how many spaces are drawn and which, whether a space passes, results by organisation
terms.py         what a failed space leads to, by setting
standards.py     the sampling table and the required levels as the desk keeps them
services.py      what the desk does: prepare and make an inspection
operations.py    applies the operations `inspection.*`
failed.py        what a failed space leads to: a visit on the next round, an order, or nothing; and taking that back
documents.py     `inspection`
watches.py       which rows change which documents
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
