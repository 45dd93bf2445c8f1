"""The database: the only place that asks which one it is. Everything else imports from here, by these names.

columns.py      column types, ids, the base of every table
sessions.py     engine settings, and the two ways to use a session
statements.py   what each database says in its own words
locks.py        one process among many
revisions.py    which tables it has, and bringing it to the newest
whole.py        the database as a whole: emptied, copied to a file, replaced from one
copies.py       what the copies of both have in common
sqlite.py       how copies are made and put in place with SQLite
postgresql.py   how that is done with PostgreSQL
dump.py         a PostgreSQL dump, read as what it says
"""

from __future__ import annotations

from server.database.columns import Base, Key, UtcDateTime, is_uuid, new_id
from server.database.copies import CopyFailed, count_rows
from server.database.locks import the_only_process
from server.database.revisions import known_revisions, newest_revision, revision_of, upgrade
from server.database.sessions import (
    Busy,
    before_commit,
    db,
    is_transient,
    last_before_commit,
    migrate,
    snapshot,
    transaction,
)
from server.database.statements import NEVER_GIVEN_AGAIN, chunks, insert_many, insert_missing, only_where
from server.database.whole import (
    back_up_file,
    copy_name,
    database_kind,
    drop_everything,
    read_copy,
    replace,
    write_copy,
)

__all__ = [
    "NEVER_GIVEN_AGAIN",
    "Base",
    "Busy",
    "CopyFailed",
    "Key",
    "UtcDateTime",
    "back_up_file",
    "before_commit",
    "chunks",
    "copy_name",
    "count_rows",
    "database_kind",
    "db",
    "drop_everything",
    "insert_many",
    "insert_missing",
    "is_transient",
    "is_uuid",
    "known_revisions",
    "last_before_commit",
    "migrate",
    "new_id",
    "newest_revision",
    "only_where",
    "read_copy",
    "replace",
    "revision_of",
    "snapshot",
    "the_only_process",
    "transaction",
    "upgrade",
    "write_copy",
]
