"""When the invariants of the server and of phones are looked at: after steps, after complete answers, in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.invariants.effects import (
    i3_effects_happen_once,
    i10_everything_is_decided,
    no_operation_suffers_for_a_fault_of_the_server,
)
from tests.simulation.invariants.held import (
    i5_both_ends_are_equal,
    i7_resumed_equals_uninterrupted,
    i7_resumed_equals_what_lies_there,
    i9_nothing_outside_the_scope,
)
from tests.simulation.invariants.kept import (
    i1_losses_are_noticed,
    i1_nothing_recorded_is_lost,
    i2_every_entry_is_in_the_inbox,
)
from tests.simulation.invariants.outcome import (
    i12_completions_in_whatever_order,
    i12_every_completion_is_there,
)
from tests.simulation.invariants.screen import i4_the_worker_sees_the_own_work
from tests.simulation.invariants.versions import i6_versions_grow
from tests.simulation.invariants.violation import require
from tests.simulation.phone import Phone

if TYPE_CHECKING:
    from tests.simulation.run import Run


def check_server(run: Run) -> None:
    """After every step: versions grow, and the server has logged no fault that was not done to it."""
    i6_versions_grow(run)
    faults = [fault for fault in run.server.faults if not _is_ours(fault)]
    run.server.faults.clear()
    require(run, "no fault of its own", not faults, f"the server logged {faults}")


def check_phone(run: Run, phone: Phone) -> None:
    """After every step that touched a phone: what it recorded is somewhere, and the worker sees it."""
    if phone.is_dead or not phone.is_joined:
        return
    entries = phone.note_entries()
    i1_nothing_recorded_is_lost(run, phone, entries)
    i4_the_worker_sees_the_own_work(run, phone, entries)


def check_complete(run: Run, phone: Phone) -> None:
    """After a complete answer: the phone holds what it has to, if nothing moved meanwhile."""
    was_broken_off = phone.name in run.network.broken_off
    run.network.broken_off.discard(phone.name)
    if run.has_moved or phone.has_rotted:
        return
    held = phone.wake().held().buckets
    if was_broken_off:
        i7_resumed_equals_what_lies_there(run, phone, held)
    i5_both_ends_are_equal(run, phone, held)
    i9_nothing_outside_the_scope(run, phone, held)


def check_all(run: Run) -> None:
    """At quiescence: everything that must hold in the end."""
    for phone in run.phones:
        check_phone(run, phone)
        if run.tables.scope_of(phone.person):
            held = phone.wake().held().buckets
            i5_both_ends_are_equal(run, phone, held)
            i9_nothing_outside_the_scope(run, phone, held)
    i1_losses_are_noticed(run)
    i2_every_entry_is_in_the_inbox(run)
    i3_effects_happen_once(run)
    run.server.set_sizes(1024 * 1024, 1000, 1024 * 1024)
    i7_resumed_equals_uninterrupted(run)
    i10_everything_is_decided(run)
    no_operation_suffers_for_a_fault_of_the_server(run)
    if run.server.database.has_order:
        i12_every_completion_is_there(run)
    else:
        i12_completions_in_whatever_order(run)


def _is_ours(fault: str) -> bool:
    """Whether a logged fault is what we did to it: a full disk."""
    return "full" in fault
