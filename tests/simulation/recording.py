"""A worker does something on a phone, and the phone records it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.phone import Phone
from tests.simulation.work import CREATING, choose_deed

if TYPE_CHECKING:
    from tests.simulation.run import Run


def record(run: Run, phone: Phone, random: Random, tab: int = 0) -> str:
    """Record one thing that the screen offers."""
    client = phone.wake()
    run.chance.pass_time(timedelta(milliseconds=random.randint(2, 60_000)))
    client = phone.wake()
    shown = client.shown()
    deed = choose_deed(random, shown, phone.memory, str(run.chance.ids.at(run.chance.now)))
    if deed is None:
        return "sees nothing to do"
    key = client.record(deed.kind, deed.target, deed.payload, deed.seen, tab)
    phone.deeds[key] = deed
    is_held = deed.target in shown and deed.target not in phone.made
    if is_held or deed.kind in CREATING:
        phone.seen_targets.add(key)
    if deed.kind in CREATING:
        phone.made.add(deed.target)
    run.counts["operations recorded"] += 1
    return f"records {deed.kind} on {deed.target} ({key})"
