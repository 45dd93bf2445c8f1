"""Places: areas, districts, properties, buildings, spaces and special features, and how they go to devices.

models.py        tables
districts.py     the city's own districts
space_kinds.py   what a kind of space usually is
importing/       a property register from a file
buckets.py       names of the buckets that everything lies in
documents.py     `district`, `property`, `building`
brief_documents.py  `brief`, `brief_codes`, `brief_confirmation`
brief_rules.py   when an item of a brief holds, who has read it
briefs.py        what supervisors do with briefs
operations.py    applies `brief.confirm`
work.py          places follow the work that is there
codes.py         who needs door and alarm codes
watches.py       which rows change which documents
edges.py         what changes as days pass
registration.py  what the feed and the inbox are told
"""
