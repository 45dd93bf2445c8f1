"""Steps of phones on which nothing is broken. Each gives a line for the trace, or None when there was nothing to do."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.checks import check_phone
from tests.simulation.phone import Phone
from tests.simulation.recording import record
from tests.simulation.syncing import sync
from tests.simulation.work import foreign_operation

if TYPE_CHECKING:
    from tests.simulation.run import Run


def record_some(run: Run, random: Random) -> str | None:
    """A worker does a few things."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return sync_some_phone(run, random)
    said = [record(run, phone, random, tab=random.choice((0, 0, 0, 1))) for _ in range(random.randint(1, 3))]
    check_phone(run, phone)
    return f"{phone.name} {'; '.join(said)}"


def sync_some_phone(run: Run, random: Random) -> str | None:
    """A phone syncs."""
    phone = some_phone(run, random)
    if phone.is_dead:
        phone.restart()
    said = sync(run, phone, tab=random.choice((0, 0, 0, 1)))
    check_phone(run, phone)
    return f"{phone.name} {said}"


def record_foreign(run: Run, random: Random) -> str | None:
    """A phone holds what no version of this server knows, or knows no more."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return None
    client = phone.wake()
    operation = foreign_operation(random, client.shown(), str(run.chance.ids.at(run.chance.now)))
    key = client.inject(operation)
    run.counts["operations recorded"] += 1
    check_phone(run, phone)
    return f"{phone.name} has {operation['kind']} of version {operation['kind_version']} ({key})"


def hand_in(run: Run, random: Random) -> str | None:
    """What a phone has saved to a file is handed in at the desk."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return None
    file = json.dumps(phone.wake().export()).encode()
    said = run.desk.take_in(file)
    run.network.injected["file_handed_in"] += 1
    return f"a file of {phone.name} is handed in: {said}"


def try_again(run: Run, random: Random) -> str | None:
    """A worker asks for what was set aside to be sent again."""
    phone = some_phone(run, random)
    if not is_usable(phone):
        return None
    phone.wake().try_again()
    return f"{phone.name} tries again by hand"


def redeliver(run: Run, random: Random) -> str | None:
    """A request that was delayed arrives at last."""
    run.network.random = random
    return run.network.redeliver(random)


def some_phone(run: Run, random: Random) -> Phone:
    """One of the run's phones."""
    return random.choice(run.phones)


def is_usable(phone: Phone) -> bool:
    """Whether somebody can work with a phone; one that is dead is started first."""
    if phone.is_dead:
        phone.restart()
    return phone.is_joined
