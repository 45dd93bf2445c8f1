"""The audit log as the console lists it: newest first, page after page by the row's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.audit.models import AuditRow
from server.local_time import day_begin
from server.people.models import Person

PAGE_SIZE = 50
_NAMED_MAX = 100


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What rows are asked for. None or empty: no matter.

    `who` is a part of a person's name; `table` and `record` are the log's own: a table's name and a row's key. `since`
    and `until` are local days, both included.
    """

    who: str = ""
    table: str | None = None
    record: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows, newest first; `older` is the number before which the next page begins, None on the last one."""

    rows: Sequence[AuditRow]
    older: int | None


def page_of(session: Session, wanted: AuditFilter, before: int | None, tables: Sequence[str]) -> AuditPage:
    """The newest rows before a number (None: of all). `tables`: all that there are.

    Nothing is counted and nothing skipped over: what is read is one page, however long the log is.
    """
    conditions = _conditions(session, wanted, tables)
    if before is not None:
        conditions.append(AuditRow.n < before)
    statement = select(AuditRow).where(*conditions).order_by(AuditRow.n.desc()).limit(PAGE_SIZE + 1)
    found = session.scalars(statement).all()
    rows = found[:PAGE_SIZE]
    return AuditPage(rows, rows[-1].n if len(found) > PAGE_SIZE else None)


def names_in(session: Session, rows: Sequence[AuditRow]) -> Mapping[str, str]:
    """The names of those who made the changes, by id, as they are now: the log itself holds ids."""
    keys = {row.by for row in rows if row.by_kind == "person"}
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {row.id: row.name for row in found}


def _conditions(session: Session, wanted: AuditFilter, tables: Sequence[str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.who:
        named = Person.name.icontains(wanted.who, autoescape=True)
        keys = session.scalars(select(Person.id).where(named).order_by(Person.id).limit(_NAMED_MAX))
        conditions += [AuditRow.by_kind == "person", AuditRow.by.in_(keys.all())]
    if wanted.table is not None:
        conditions.append(AuditRow.in_table == wanted.table)
    if wanted.record:
        conditions.append(AuditRow.row_key == wanted.record)
        if wanted.table is None:
            # Says nothing new, but lets the index over both columns find the rows of one key.
            conditions.append(AuditRow.in_table.in_(tables))
    if wanted.since is not None:
        conditions.append(AuditRow.at >= day_begin(wanted.since))
    if wanted.until is not None:
        conditions.append(AuditRow.at < day_begin(wanted.until + timedelta(days=1)))
    return conditions
