"""What devices see: documents in buckets, stamped on every write, read in one snapshot.

Knows no subject. A subject registers its document types and how to build them (`registry`), and which of its tables
change which documents; a subject that knows people registers who may have which buckets (`scope`).

registry.py   who builds which document, and which table's change touches which document
rows.py       what a watch may ask of a changed row
fields.py     values as documents write them
window.py     the days that devices hold
changes.py    collects the changed documents of a transaction, builds their JSON
once.py       what builders ask together is asked once a build
stamp.py      the one gateway that gives versions and writes lines (steps 5 and 9)
pull.py       reads a page for a cursor (steps 7 and 8)
readings.py   where a bucket's reading starts or goes on, and what is read afresh (step 10)
mending.py    sums and documents by slot, for what differs (step 11)
snapshots.py  large buckets as files made ahead (step 12)
purge.py      forgets old tombstones (step 10)
scope.py      the buckets of a person
history.py    the epoch, and what a backup covers
"""
