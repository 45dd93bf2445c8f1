"""I3 and I10: each operation that was applied has its effect once, and none is left undecided."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.simulation.invariants.violation import require
from tests.simulation.oracle import KINDS

if TYPE_CHECKING:
    from tests.simulation.run import Run


def i3_effects_happen_once(run: Run) -> None:
    """Each operation that was applied has had its effect exactly once, and no other effect is there."""
    arrivals = run.tables.arrivals()
    by_kind: dict[str, set[str]] = {}
    for arrival in arrivals:
        by_kind.setdefault(arrival.operation["kind"], set()).add(arrival.id)

    def ids(*kinds: str) -> set[str]:
        return set().union(*(by_kind.get(kind, set()) for kind in kinds))

    targets = {arrival.id: arrival.operation["target"].partition(":")[2] for arrival in arrivals}
    _equal(run, "visit_records", "operation_id", ids("round.tick", "round.skip", "round.untick"))
    _equal(run, "order_completions", "operation_id", ids("work_order.complete"))
    _equal(run, "order_comments", "id", ids("work_order.comment"))
    _equal(run, "order_visit_notes", "id", ids("work_order.visit_note"))
    kept = {row["id"] for row in run.server.rows("SELECT id FROM duty_acknowledgements")}
    require(run, "I3", ids("duty.acknowledge") <= kept, "an acknowledgement is not kept")
    _equal(run, "product_uses", "id", {targets[key] for key in ids("product_use.record")})
    _equal(run, "brief_confirmations", "id", {targets[key] for key in ids("brief.confirm")})
    _equal(run, "courtyard_records", "id", {targets[key] for key in ids("courtyard.record")})
    _equal(run, "courtyard_corrections", "id", ids("courtyard.correct"))
    _equal(run, "inspection_grades", "operation_id", ids("inspection.grade"))
    created = {targets[key] for key in ids("work_order.create")}
    _equal(run, "work_orders", "id", created, "reporter = 'worker'")
    received = {row["id"] for row in run.server.rows("SELECT id FROM inbox_operations")}
    _equal(run, "log_entries", "operation_id", received)
    events = Counter(row["what"] for row in run.server.rows("SELECT what FROM order_events"))
    completions = events["completed"] + events["completion_kept"]
    require(
        run, "I3", completions == len(ids("work_order.complete")), f"{completions} completions in the history"
    )
    require(run, "I3", events["commented"] == len(ids("work_order.comment")), "comments in the history")
    require(
        run, "I3", events["visit_note"] == len(ids("work_order.visit_note")), "visit notes in the history"
    )
    doubles = run.server.rows("SELECT raw FROM inbox_operations GROUP BY person_id, raw HAVING count(*) > 1")
    require(run, "I3", not doubles, "the same operation of the same person is in the inbox twice")


def i10_everything_is_decided(run: Run) -> None:
    """Each operation is applied, flagged or a decided quarantine; no outbox and no overlay has anything left."""
    for phone in run.phones:
        for entry in phone.wake().entries():
            require(run, "I10", entry.is_acknowledged, f"{phone.name} still waits with {entry.id}")
            require(run, "I10", not entry.is_set_aside, f"{phone.name} has set {entry.id} aside")
            if run.tables.scope_of(phone.person):
                require(
                    run, "I10", not entry.is_shown, f"{phone.name} still replays {entry.id} ({entry.status})"
                )
    waiting = run.tables.undecided()
    require(run, "I10", not waiting, f"nobody has decided {waiting}")
    for arrival in run.tables.arrivals():
        kind = arrival.operation["kind"]
        require(run, "I10", kind in KINDS, f"{arrival.id} is said to be applied, and nobody knows {kind}")


def no_operation_suffers_for_a_fault_of_the_server(run: Run) -> None:
    """A full disk, a lock or a crash is no reason to quarantine what a worker did."""
    failed = run.server.rows("SELECT operation_id FROM inbox_decisions WHERE reason = 'apply_failed'")
    failed += run.server.rows("SELECT id FROM inbox_operations WHERE reason = 'apply_failed'")
    require(run, "no fault of its own", not failed, f"{len(failed)} operations failed to apply")


def _equal(run: Run, table: str, column: str, expected: set[str], where: str = "1 = 1") -> None:
    found = [row["key"] for row in run.server.rows(f"SELECT {column} AS key FROM {table} WHERE {where}")]
    require(run, "I3", len(found) == len(set(found)), f"{table} has something twice")
    difference = set(found) ^ expected
    require(run, "I3", not difference, f"{table} and the inbox differ in {sorted(difference)}")
