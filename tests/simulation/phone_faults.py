"""Steps that do something to a phone: to its life, its storage, its clock. Each gives a line for the trace, or None."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.checks import check_phone
from tests.simulation.clients import Killed, QuotaExceeded
from tests.simulation.phone import Phone
from tests.simulation.phone_steps import is_usable, some_phone
from tests.simulation.recording import record
from tests.simulation.syncing import sync

if TYPE_CHECKING:
    from tests.simulation.run import Run


def kill(run: Run, random: Random) -> str | None:
    """A phone dies at one of its commits."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return None
    commits, is_after = random.choice((1, 1, 2, 3, 4, 6, 9)), random.random() < 0.5
    phone.wake().plan_kill(commits, is_after)
    try:
        said = record(run, phone, random) if random.random() < 0.4 else sync(run, phone)
    except Killed:
        phone.restart()
        _note_deeds(run, phone)
        said = "dies while it records"
    phone.wake().plan_kill(None)
    run.network.injected["phone_killed_at_a_commit"] += "dies" in said
    check_phone(run, phone)
    return f"{phone.name} {said} (commit {commits}{' done' if is_after else ''})"


def restart(run: Run, random: Random) -> str | None:
    """A phone is started again."""
    phone = some_phone(run, random)
    phone.restart()
    run.network.injected["phone_restarted"] += 1
    check_phone(run, phone)
    return f"{phone.name} is started again"


def fill_storage(run: Run, random: Random) -> str | None:
    """A phone's storage takes nothing more for a while."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return None
    phone.wake().set_quota(True)
    try:
        said = record(run, phone, random) if random.random() < 0.5 else sync(run, phone)
    except QuotaExceeded:
        said = "is told that nothing was saved"
    phone.wake().set_quota(False)
    run.network.injected["phone_storage_full"] += 1
    check_phone(run, phone)
    return f"{phone.name} {said}, its storage being full"


def evict(run: Run, random: Random) -> str | None:
    """A phone loses everything that it stored."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return None
    phone.note_entries()
    phone.destroy(run.tables.arrived(phone.recorded.keys()))
    run.network.injected["phone_storage_evicted"] += 1
    return f"{phone.name} loses its whole storage"


def rot(run: Run, random: Random) -> str | None:
    """A phone loses one document."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return None
    held = phone.wake().held().buckets
    choices = sorted((bucket, key) for bucket, documents in held.items() for key in documents)
    if not choices:
        return None
    bucket, key = random.choice(choices)
    phone.client.lose_document(bucket, key)
    phone.has_rotted, phone.is_complete = True, False
    # What is about it may have gone from the screen, until it is mended.
    phone.seen_targets = {each for each in phone.seen_targets if phone.deeds[each].target != key}
    run.network.injected["phone_storage_rotten"] += 1
    return f"{phone.name} loses {key} of {bucket}"


def set_clock(run: Run, random: Random) -> str | None:
    """Somebody sets a phone's clock, right or wrong."""
    phone = some_phone(run, random)
    sign = random.choice((-1, 1))
    error = random.choice(
        (
            timedelta(),
            timedelta(seconds=random.randint(1, 200)),
            timedelta(minutes=random.randint(5, 90)),
            timedelta(days=random.randint(1, 400)),
            timedelta(days=3650),
        )
    )
    phone.clock_error = sign * error
    run.network.injected["phone_clock_off"] += bool(error)
    return f"the clock of {phone.name} is off by {phone.clock_error}"


def _note_deeds(run: Run, phone: Phone) -> None:
    known = len(phone.recorded)
    phone.note_entries()
    run.counts["operations recorded"] += len(phone.recorded) - known
