"""The synced log and its review: every operation received becomes an entry that supervisors approve or send back.

raw.py          reads what a phone sent, however broken
rules.py        what needs review, and what makes a returned entry done again
entries.py      makes the entry of an operation, inside the transaction that applied it
permission.py   who may see and decide what: the one place that says so for the whole console
services.py     approve and return
search.py       the log, filtered
documents.py    the `return` and `decision` documents that reach the worker's phone
edges.py        those that leave it as days pass
exported.py     reads the file that a phone exports
importing.py    takes such a file in, through the inbox
"""
