"""A phone syncs, and joins before if need be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.checks import check_complete, check_phone
from tests.simulation.clients import Killed, NoNetwork, QuotaExceeded
from tests.simulation.invariants.violation import Violation
from tests.simulation.phone import Phone

if TYPE_CHECKING:
    from tests.simulation.run import Run


def sync(run: Run, phone: Phone, tab: int = 0) -> str:
    """One sync, with whatever the network makes of it; joins before, if need be."""
    try:
        if not phone.is_joined:
            return _join(run, phone)
        run.counts["syncs"] += 1
        phone.is_complete = False
        synced = phone.wake().sync(tab)
    except Killed:
        phone.is_torn = True
        phone.restart()
        _note_forgotten(phone)
        return "dies while it syncs"
    except QuotaExceeded:
        return "can't store what comes"
    except NoNetwork:
        return "can't join"
    if synced.problem in {"invalid_token", "device_revoked", "missing_token"}:
        phone.is_joined = False
    _note_forgotten(phone)
    if synced.is_complete:
        if phone.has_forgotten:
            phone.note_what_is_back()
        phone.has_forgotten = phone.is_torn = False
        phone.is_complete = True
        check_complete(run, phone)
    return f"syncs: {'complete' if synced.is_complete else synced.problem}"


def sync_in_peace(run: Run, phone: Phone) -> None:
    """Sync until the phone has everything, while nothing else moves."""
    run.has_moved = False
    if phone.is_dead:
        phone.restart()
    phone.wake()
    said = ""
    for _ in range(8):
        if phone.is_joined:
            phone.client.try_again()
        said = sync(run, phone)
        if phone.is_complete:
            check_phone(run, phone)
            return
    raise Violation("I10", f"{phone.name} can't sync in peace: {said}")


def _join(run: Run, phone: Phone) -> str:
    if not run.tables.scope_of(phone.person):
        return "may not join"
    refusal = phone.wake().join(run.desk.join_code(phone.person))
    if refusal is not None:
        return f"joins: {refusal}"
    phone.is_joined = True
    return "joins"


def _note_forgotten(phone: Phone) -> None:
    client = phone.wake()
    if not client.cursor() and not any(client.held().buckets.values()):
        phone.has_forgotten = True
