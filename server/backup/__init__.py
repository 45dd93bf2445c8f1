"""Backups of the whole database: made while everybody works, read back, put in place.

manifest.py   what stands beside a copy: what it holds, and that it is whole
make.py       makes a backup, reads it back, and tells the phones how far it goes
restore.py    puts a backup in place of the database, as a new history
keep.py       which backups there are, and which are thrown away

A backup is a folder with the copy and its manifest, which is written last: without one it is no backup.
What SQLite and PostgreSQL do differently is in server/database.
"""
