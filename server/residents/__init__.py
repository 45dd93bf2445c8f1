"""Residents' defect reports, the private links that follow them, and the erasure of residents' data.

models.py       tables
rules.py        reads a report's fields; how far an order has come, as a resident is told
services.py     finds addresses, makes the order, finds it again by its link
erasure.py      what may be kept no longer
"""
