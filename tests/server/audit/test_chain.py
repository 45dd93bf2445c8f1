"""The chain of the audit log: whatever is done to its rows is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.audit.chain import Head, head_of, verify
from server.audit.models import AuditHead, AuditRow
from server.database import snapshot, transaction
from server.people.models import Organisation

ROWS = 500
COLUMNS = ("at", "by_kind", "by", "what", "in_table", "row_key", "before", "after", "hash")


@pytest.fixture
def five_hundred(app):
    """A log of at least so many rows."""
    with transaction() as session:
        organisation = session.scalars(select(Organisation).limit(1)).first()
        if organisation is None:
            organisation = Organisation(name="Koti", kind="landlord")
            session.add(organisation)
            session.flush()
        for number in range(ROWS):
            organisation.name = f"Koti {number}"
            session.flush()
    with snapshot() as session:
        assert verify(session) is None
        assert head_of(session).n >= ROWS
    return head_of


def _fault_after(tamper: Callable[[Session], object], noted: Head | None = None) -> str | None:
    """What `verify` says while a change that is undone afterwards is in the database."""
    with transaction() as session:
        tamper(session)
        session.flush()
        session.expire_all()
        fault = verify(session, noted)
        session.rollback()
    return None if fault is None else fault.code


def _flipped(session: Session, n: int) -> None:
    column = COLUMNS[n % len(COLUMNS)]
    old = session.execute(select(getattr(AuditRow, column)).where(AuditRow.n == n)).scalar_one()
    session.execute(update(AuditRow).where(AuditRow.n == n).values({column: _other(old)}))


def _other(value: object) -> object:
    """The least change of a value."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    return "{}" if value is None else f"{value} "


def _dropped(session: Session, n: int) -> None:
    session.execute(delete(AuditRow).where(AuditRow.n == n))


def _swapped(session: Session, n: int) -> None:
    other = n + 1 if n % 2 else max(1, n - 1)
    for before, after in ((n, -1), (other, n), (-1, other)):
        session.execute(update(AuditRow).where(AuditRow.n == before).values(n=after))


def _truncated(session: Session, n: int) -> None:
    session.execute(delete(AuditRow).where(AuditRow.n >= n))


@pytest.mark.parametrize(
    "tamper", [_flipped, _dropped, _swapped, _truncated], ids=["flipped", "dropped", "swapped", "truncated"]
)
def test_each_of_500_rows_that_is_tampered_with_is_found(five_hundred, tamper):
    for n in range(1, ROWS + 1):
        assert _fault_after(lambda session, n=n: tamper(session, n)) in {"altered", "missing"}, n
    assert _fault_after(lambda session: None) is None


def test_rows_that_were_added_by_hand_are_found(five_hundred):
    with snapshot() as session:
        head = head_of(session)

    def add(session):
        last = session.get_one(AuditRow, head.n)
        values = {name: getattr(last, name) for name in COLUMNS}
        session.add(AuditRow(n=head.n + 1, **values))

    assert _fault_after(add) == "altered"


def test_a_head_that_was_changed_is_found(five_hundred):
    assert _fault_after(lambda s: s.execute(update(AuditHead).values(n=ROWS - 1))) == "unknown_end"
    assert _fault_after(lambda s: s.execute(update(AuditHead).values(hash=bytes(32)))) == "unknown_end"
    assert _fault_after(lambda s: s.execute(delete(AuditHead))) == "unknown_end"


def test_a_log_that_was_written_anew_does_not_have_the_noted_end(five_hundred):
    with snapshot() as session:
        head = head_of(session)
        assert verify(session, head) is None
        other = Head(head.n, bytes(32))
        assert verify(session, other).code == "other_history"
        assert verify(session, Head(head.n + 1, head.hash)).code == "missing"


def test_the_command_says_where_the_log_is_broken(app, five_hundred):
    runner = app.test_cli_runner()
    sound = runner.invoke(args=["audit", "verify"])
    assert sound.exit_code == 0
    end = sound.output.splitlines()[-1]
    assert runner.invoke(args=["audit", "verify", "--noted", end]).exit_code == 0
    assert runner.invoke(args=["audit", "verify", "--noted", "nonsense"]).exit_code == 2
    with transaction() as session:
        session.execute(delete(AuditRow).where(AuditRow.n == 7))
    broken = runner.invoke(args=["audit", "verify"])
    assert broken.exit_code == 1
    assert "missing: Row 7" in broken.output
