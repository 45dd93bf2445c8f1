"""I12: in the end everything stands as what arrived says, and clashes are flagged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.simulation.invariants.violation import require
from tests.simulation.oracle import CLASHES

if TYPE_CHECKING:
    from tests.simulation.run import Run


def i12_every_completion_is_there(run: Run) -> None:
    """Visits, rounds and orders stand as everything that arrived says, and who clashed was flagged."""
    oracle = run.tables.oracle()
    visits = {key: (each.state, each.by) for key, each in oracle.visits.items()}
    rounds = {key: (each.state, each.person) for key, each in oracle.rounds.items()}
    orders = {key: (each.state, each.assigned_to, each.by) for key, each in oracle.orders.items()}
    for statement, expected in (
        ("SELECT id, state, by_id FROM visits", visits),
        ("SELECT id, state, person_id FROM rounds", rounds),
        ("SELECT id, state, assigned_to_id, completed_by_id FROM work_orders", orders),
    ):
        for row in run.server.rows(statement):
            key, *found = dict(row).values()
            told = f"{statement}: {key} is {found}, not {expected[key]}"
            require(run, "I12", tuple(found) == expected[key], told)
    for row in run.server.rows(
        "SELECT s.inspection_id, s.space_id, s.level, s.order_id, i.state"
        " FROM inspected_spaces s JOIN inspections i ON i.id = s.inspection_id"
    ):
        space = oracle.inspections[row["inspection_id"]][row["space_id"]]
        is_finished = row["inspection_id"] in oracle.finished
        told = f"{dict(row)} should be {space}, finished: {is_finished}"
        stands = (row["level"], row["order_id"], row["state"] == "finished")
        require(run, "I12", stands == (space.level, space.order, is_finished), told)
    waits = {
        row["order_id"]: row["id"]
        for row in run.server.rows("SELECT id, order_id FROM order_pauses WHERE ended_at IS NULL")
    }
    paused = {key: each.paused for key, each in oracle.orders.items() if each.paused}
    require(run, "I12", waits == paused, f"these orders wait: {waits}, not {paused}")
    for row in run.server.rows("SELECT id, state, acknowledged_by_id FROM duty_alerts"):
        alert = oracle.alerts[row["id"]]
        by = {alert.by} if alert.by else {None, run.server.world.supervisor, run.server.world.admin}
        told = f"alert {row['id']} is {row['state']} by {row['acknowledged_by_id']}, not {alert}"
        require(run, "I12", (row["state"], row["acknowledged_by_id"] in by) == (alert.state, True), told)
    merged = {
        row["id"]: row["merged_into_id"]
        for row in run.server.rows("SELECT id, merged_into_id FROM work_orders WHERE state = 'merged'")
    }
    expected_merged = {key: each.merged_into for key, each in oracle.orders.items() if each.merged_into}
    require(run, "I12", merged == expected_merged, f"merged are {merged}, not {expected_merged}")
    for row in run.server.rows("SELECT id, flags FROM inbox_operations WHERE status <> 'quarantined'"):
        flags = set(json.loads(row["flags"])) & CLASHES
        expected = oracle.flags.get(row["id"], set())
        require(run, "I12", flags == expected, f"{row['id']} is flagged {flags}, not {expected}")


def i12_completions_in_whatever_order(run: Run) -> None:
    """What was ticked and never opened again is done; what was completed and never sent back or cancelled is done.

    For operations that arrived at once, of which nobody can say from outside which came first.
    """
    ticked: set[str] = set()
    opened: set[str] = set()
    completed: set[str] = set()
    for arrival in run.tables.arrivals():
        operation = arrival.operation
        if operation["kind"] == "round.tick":
            ticked.add(operation["payload"]["visit"])
        elif operation["kind"] == "round.untick":
            opened.add(operation["payload"]["visit"])
        elif operation["kind"] == "work_order.complete":
            completed.add(operation["target"].partition(":")[2])
    opened |= {
        row["visit_id"]
        for row in run.server.rows("SELECT visit_id FROM log_entries WHERE state = 'returned'")
    }
    for row in run.server.rows("SELECT id, state FROM visits"):
        if row["id"] in ticked - opened:
            require(run, "I12", row["state"] == "done", f"visit {row['id']} is {row['state']}")
    reopened = {
        row["order_id"]
        for row in run.server.rows(
            "SELECT order_id FROM order_events WHERE what IN ('returned', 'cancelled')"
        )
    }
    orders = {
        row["id"]: (row["state"], row["merged_into_id"] or row["id"])
        for row in run.server.rows("SELECT id, state, merged_into_id FROM work_orders")
    }
    for key in completed:
        # What is recorded of a duplicate counts for the order that lives on.
        _, counting = orders[key]
        state, _ = orders[counting]
        if reopened.isdisjoint({key, counting}):
            require(run, "I12", state in {"done", "approved"}, f"order {counting} is {state}")
