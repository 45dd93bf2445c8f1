"""Notes what each flush wrote, as long as its transaction or savepoint stands.

Bulk statements pass by the unit of work, and so do not come here: nothing that somebody may ask about is written so.
What devices see (`feed_…`) follows from what is noted; what they sent lies in the inbox as it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, event, inspect
from sqlalchemy.orm import Mapper, Session, SessionTransaction
from sqlalchemy.orm.state import InstanceState

from server.audit.actor import Actor, actor
from server.database import Base

HIDDEN = "•"
"""In the place of a value that the log must not keep: what has to be erased one day, and secrets."""
_NOTED = "kierros_noted"
_MARKS = "kierros_noted_marks"
_NOT_NOTED = ("audit_", "feed_", "inbox_operations")
"""Beginnings of tables' names."""
_UNNOTED_COLUMNS = {
    "devices": {"last_contact_at", "build", "pending_count", "pending_oldest_at", "differing"},
}
"""What a device says of itself at each contact."""
_SECRETS = frozenset(
    {"password_hash", "token_hash", "code_hash", "link_hash", "form_hash", "endpoint", "p256dh", "auth"}
)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one table, made, changed or removed; columns as JSON."""

    by: Actor
    what: str
    table: str
    key: str
    before: str | None
    after: str | None


def is_noted(table: str) -> bool:
    """Whether changes of a table's rows are noted."""
    return not table.startswith(_NOT_NOTED)


def noted(session: Session) -> list[Change]:
    """What this transaction has written so far."""
    changes: list[Change] = session.info.setdefault(_NOTED, [])
    return changes


def keep_former_values() -> None:
    """Let every column's former value be known when it changes, also one that was not loaded."""
    for mapper in Base.registry.mappers:
        for attribute in mapper.column_attrs:
            getattr(mapper.class_, attribute.key).impl.active_history = True


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    changes = noted(session)
    by = actor()
    for row in session.new:
        changes.extend(_change(by, "made", row, None, _all_columns(row)))
    for row in session.dirty:
        before, after = _changed_columns(row)
        if after:
            changes.extend(_change(by, "changed", row, before, after))
    for row in session.deleted:
        changes.extend(_change(by, "removed", row, _all_columns(row), None))


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        _marks(session)[transaction] = len(noted(session))


@event.listens_for(Session, "after_soft_rollback")
def _forget_undone(session: Session, previous: SessionTransaction) -> None:
    # A savepoint that was undone takes what was noted since with it; the whole transaction takes all.
    del noted(session)[_marks(session).pop(previous, 0) :]


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_NOTED, None)
        session.info.pop(_MARKS, None)


def _marks(session: Session) -> dict[SessionTransaction, int]:
    marks: dict[SessionTransaction, int] = session.info.setdefault(_MARKS, {})
    return marks


def _change(
    by: Actor, what: str, row: object, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Iterator[Change]:
    state: InstanceState[Any] = inspect(row)
    table: str = state.mapper.local_table.name  # type: ignore[attr-defined]
    if is_noted(table):
        yield Change(by, what, table, _key(state), _json(before), _json(after))


def _key(state: InstanceState[Any]) -> str:
    mapper = state.mapper
    key = zip(mapper.primary_key, mapper.primary_key_from_instance(state.obj()), strict=True)
    return " ".join(HIDDEN if _is_hidden(column) else str(part) for column, part in key)


def _all_columns(row: object) -> dict[str, Any]:
    state: InstanceState[Any] = inspect(row)
    return {
        attribute.key: _shown(state.mapper, attribute.key, state.dict.get(attribute.key))
        for attribute in state.mapper.column_attrs
    }


def _changed_columns(row: object) -> tuple[dict[str, Any], dict[str, Any]]:
    state: InstanceState[Any] = inspect(row)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    unnoted = _UNNOTED_COLUMNS.get(state.mapper.local_table.name, ())  # type: ignore[attr-defined]
    for attribute in state.mapper.column_attrs:
        key = attribute.key
        history = state.attrs[key].history
        if not history.has_changes() or key in unnoted:
            continue
        before[key] = _shown(state.mapper, key, history.deleted[0] if history.deleted else None)
        after[key] = _shown(state.mapper, key, history.added[0] if history.added else None)
    return before, after


def _shown(mapper: Mapper[Any], key: str, value: Any) -> Any:
    return HIDDEN if value is not None and _is_hidden(mapper.column_attrs[key].columns[0]) else value


def _is_hidden(column: ColumnElement[Any]) -> bool:
    return getattr(column, "name", None) in _SECRETS or column.info.get("is_personal") is True


def _json(columns: dict[str, Any] | None) -> str | None:
    if columns is None:
        return None
    return json.dumps(columns, default=_text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
