"""Every step that a run may take, by its name in character.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.simulation import phone_faults, phone_steps
from tests.simulation.character import WEIGHTS, YOUNGER
from tests.simulation.invariants.versions import i6_versions_grow

if TYPE_CHECKING:
    from tests.simulation.run import Run


def _pass_days(run: Run, random: Random) -> str | None:
    days = random.choice((1, 1, 1, 3, 8, 16, 31, 35, 95))
    run.chance.pass_time(timedelta(days=days))
    return f"{days} days pass"


def _restore(run: Run, random: Random) -> str | None:
    said = run.desk.do("restore", random)
    if said is not None:
        # Another history: what was true of the one before need not be of this one.
        run.results.clear()
        run.seen_entries.clear()
        run.seen_heads.clear()
        run.tables.forget_arrivals()
        i6_versions_grow(run)
        for phone in run.phones:
            phone.is_complete = False
            phone.note_restore(run.desk.restored_to)
    return said


def _desk_step(name: str) -> Callable[[Run, Random], str | None]:
    def step(run: Run, random: Random) -> str | None:
        return run.desk.do(name, random)

    return step


_OTHERS: dict[str, Callable[[Run, Random], str | None]] = {
    "record": phone_steps.record_some,
    "foreign": phone_steps.record_foreign,
    "sync": phone_steps.sync_some_phone,
    "hand_in": phone_steps.hand_in,
    "try_again": phone_steps.try_again,
    "redeliver": phone_steps.redeliver,
    "kill": phone_faults.kill,
    "restart": phone_faults.restart,
    "quota": phone_faults.fill_storage,
    "evict": phone_faults.evict,
    "rot": phone_faults.rot,
    "clock": phone_faults.set_clock,
    "days": _pass_days,
    "restore": _restore,
}
STEPS: dict[str, Callable[[Run, Random], str | None]] = {
    name: _OTHERS.get(name) or _desk_step(name) for name in (*WEIGHTS, *YOUNGER)
}
"""What is none of these, the desk does under the same name. Each gives a line for the trace, or None."""
