"""Products: the catalogue, eco-label licences, stocks, and product use.

models.py        tables
rules.py         the eco rule
identifiers.py   GTIN, licence texts, hazard codes: which are well formed
licences.py      when a licence counts, and when it is warned of
services.py      the catalogue, licences and stock lists
ending.py        warnings of licences that end
importing/       the catalogue from a file
operations.py    applies the operations `product_use.*`
documents.py     `product`, `stock`, `product_use`
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
