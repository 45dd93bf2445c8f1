"""Courtyards: typed records of outdoor care with their corrections, checks that make themselves due, call-outs.

What a record asks for, its forms and their words: `sync/courtyard`.

models.py        tables
rules.py         when checks are due, when a nest check is asked for, what is of high risk
terms.py         how often storm drains are checked
operations.py    applies the operations `courtyard.*`
documents.py     `courtyard_record`, `courtyard_check`, `call_out`
services.py      what supervisors do: call out, end a call-out
answers.py       which records answer a call-out
signals.py       what other subjects may listen to
watches.py       which rows change which documents
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
