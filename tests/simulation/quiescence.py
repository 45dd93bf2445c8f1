"""How a run comes to rest, so that what must hold in the end can be looked at."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.checks import check_server
from tests.simulation.invariants.answers import i8_a_second_pull_is_empty
from tests.simulation.invariants.violation import Violation
from tests.simulation.network import Weather
from tests.simulation.syncing import sync_in_peace

if TYPE_CHECKING:
    from tests.simulation.run import Run

_ROUNDS_MAX = 12


def quiet_down(run: Run) -> None:
    """Let the network be well and everybody have access; sync and decide until nothing moves any more."""
    run.network.weather = Weather()
    run.network.random = Random(f"{run.seed}/quiet/network")
    random = Random(f"{run.seed}/quiet")
    run.desk.end_upgrade()
    while run.network.delayed:
        run.network.redeliver(random)
    with run.server.session() as session:
        for person in run.server.world.workers:
            run.desk.give_access(session, person)
    run.desk.run_all_jobs()
    for _ in range(_ROUNDS_MAX):
        before = _state(run)
        run.chance.pass_time(timedelta(minutes=20))
        run.desk.decide_everything(random)
        for phone in run.phones:
            sync_in_peace(run, phone)
        if _state(run) == before:
            break
    else:
        raise Violation("I10", f"still moving after {_ROUNDS_MAX} rounds")
    # A day later: jobs have run, and what was lost in silence is found by the daily checks.
    run.chance.pass_time(timedelta(hours=25))
    run.desk.run_all_jobs()
    for phone in run.phones:
        phone.has_rotted = False
        sync_in_peace(run, phone)
    for phone in run.phones:
        run.answers.clear()
        sync_in_peace(run, phone)
        if run.tables.scope_of(phone.person):
            i8_a_second_pull_is_empty(run, phone, run.answers)
    check_server(run)


def _state(run: Run) -> object:
    return [
        (
            sorted(phone.wake().cursor().items()),
            [(entry.id, entry.is_acknowledged, entry.is_shown) for entry in phone.client.entries()],
        )
        for phone in run.phones
        if phone.is_joined
    ] + [run.tables.undecided()]
