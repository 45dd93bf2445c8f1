"""Import of a catalogue of products (docs/import.md): one row a product or licence, CSV or XLSX.

columns.py    the columns
row.py        one row → a checked row, or all its faults
conflicts.py  rows that contradict each other, or what the database knows
load.py       checked rows → products and licences
catalogue.py  all of it in order: what the command line and the console call
"""
