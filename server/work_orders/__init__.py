"""Work orders: from a report to an approved job.

models.py        tables
rules.py         what an operation decides; whose an order is
deadlines.py     when an order has to be acknowledged, started or done
breaches.py      whether it was
explaining.py    how a deadline comes about, in words
operations.py    applies the operations `work_order.*`
services.py      what supervisors and other subjects do with orders
pauses.py        orders that wait
merging.py       two reports of one defect
skipped.py       orders that a skipped space leads to
dangers.py       orders that a danger on a playground leads to
visitors.py      who needs door codes for an order
standing.py      an order as the rules on breaches want it
remarks.py       comments, visit notes and pauses as documents tell them
documents.py     `work_order`, `order_contact`, and the places that orders need
watches.py       which rows change which documents
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
