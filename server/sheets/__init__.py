"""Files of rows (CSV, XLSX) that people bring in, read into text and checked cell by cell, so a fault has its place.

table.py    a file → rows of text, the same whatever the format
columns.py  the first row → where each column is
cells.py    what all cells have in common: a value, or the fault in it
faults.py   what can be wrong with a file
report.py   what an import found and did
"""
