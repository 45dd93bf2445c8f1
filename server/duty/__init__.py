"""Duty: who is called when the office is closed, and what becomes of the call.

models.py         tables: shifts and their log, alerts with steps and deliveries, subscriptions, calendars
rules.py          who is on duty, gaps, who is asked next, when a delivery is tried again
terms.py          what is agreed: minutes to acknowledge, how long before a shift its documents come
services.py       what supervisors do with the roster: make, change, hand over, swap, remove
roster.py         reads shifts, gaps and supervisors of an area
alerts.py         raises an alert, asks the next, acknowledges, closes
listening.py      what duty hears of orders
operations.py     applies the operation `duty.acknowledge`
deliveries.py     which messages are due, and what became of one
sending.py        sends a message: Web Push, e-mail
letters.py        the words of an e-mail
vapid.py          the server's key for Web Push
subscriptions.py  which device may be woken where
calendars.py      a person's shifts as iCalendar, behind a secret address
scope.py          the duty bucket of a person, ahead of the shift and not after it
documents.py      `duty_roster`, `duty_shift`, `duty_alert`
watches.py        which rows change which documents
edges.py          what changes as days pass
registration.py   what the feed and the inbox are told
"""
