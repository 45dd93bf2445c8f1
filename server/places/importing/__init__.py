"""Import of a register of properties and buildings (docs/import.md): one row a building, CSV or XLSX.

header.py      the columns
cells.py       one cell → its value, or the fault in it
space_list.py  the cell `spaces` → spaces
row.py         one row → a checked row, or all its faults
conflicts.py   rows that contradict each other
known.py       what the database knows, for rows to be checked against
load.py        checked rows → properties, buildings, spaces
register.py    all of it in order: what the command line calls
"""
