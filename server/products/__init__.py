"""Products: the catalogue, eco-label licences, stocks, and product use.

models.py        tables
rules.py         the eco rule
operations.py    applies the operations `product_use.*`
documents.py     `product`, `stock`, `product_use`
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
