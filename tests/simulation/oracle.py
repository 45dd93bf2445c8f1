"""What must have come of everything that arrived: the tables of docs/operations.md once more, in a few lines.

The oracle reads the inbox in the order of arrival, puts what the desk did in between, and says how visits, rounds and
orders must stand, and which clashes a supervisor must have been shown. It uses nothing of the code under test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from tests.simulation.clients import Json

_ORDERS_OF_CHECKS = UUID("0193b0c0-0000-7000-8000-0000c4ec0000")
OPEN = ("new", "assigned", "started", "returned")
CLASHES = frozenset(
    {"already_done", "reassigned", "done_after_cancellation", "round_finished", "not_own_tick", "merged"}
)
"""The flags that follow from the order of things alone."""


@dataclass(frozen=True, slots=True)
class DeskEvent:
    """What the desk did after the inbox had `arrived` rows. `key` and `value` depend on `what`."""

    arrived: int
    what: str
    key: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A row of the inbox that was applied. `operation` is what was applied: the mended copy, if there is one."""

    number: int
    id: str
    person: str
    at: str
    operation: Json


@dataclass(slots=True)
class Visit:
    """`by` and `at` say whose record it is that the visit shows."""

    round: str
    state: str = "open"
    by: str | None = None
    at: str | None = None
    is_returned: bool = False


@dataclass(slots=True)
class Round:
    """A round; `finished_at` says whose end it is that it shows."""

    state: str = "planned"
    person: str | None = None
    finished_at: str | None = None


@dataclass(slots=True)
class Order:
    """An order; `paused` is the record for which it waits, `merged_into` the order that lives on in its place."""

    state: str = "new"
    assigned_to: str | None = None
    by: str | None = None
    at: str | None = None
    paused: str | None = None
    merged_into: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state in {"new", "assigned", "started", "returned"}


@dataclass(slots=True)
class Alert:
    """An alert about an order. `by` is the worker who acknowledged it; the desk is nobody here."""

    order: str
    state: str = "open"
    by: str | None = None


@dataclass(slots=True)
class Inspected:
    """A space of an inspection: the grades that were given, as (at, operation, level), and the order it led to."""

    required: int
    makes_orders: bool
    grades: list[tuple[str, str, int]] = field(default_factory=list)
    order: str | None = None

    @property
    def level(self) -> int | None:
        """The last in time holds."""
        return max(self.grades)[2] if self.grades else None


@dataclass(slots=True)
class Oracle:
    """The world as it must be. Starts with what was there before anything arrived."""

    visits: dict[str, Visit]
    rounds: dict[str, Round]
    orders: dict[str, Order]
    alerts: dict[str, Alert]
    inspections: dict[str, dict[str, Inspected]] = field(default_factory=dict)
    """By inspection and space."""
    finished: set[str] = field(default_factory=set)
    """Inspections."""
    flags: dict[str, set[str]] = field(default_factory=dict)
    """The clashes by operation."""
    _arrivals: dict[str, Arrival] = field(default_factory=dict)
    _completed: dict[str, str] = field(default_factory=dict)
    """The order for which a completion counted, by operation."""

    def follow(self, arrivals: Sequence[Arrival], desk: Iterable[DeskEvent], decided: frozenset[str]) -> None:
        """Let everything happen again, in its order. What is in `decided` takes effect when the desk applied it."""
        self._arrivals = {arrival.id: arrival for arrival in arrivals}
        at_once = [arrival for arrival in arrivals if arrival.id not in decided]
        position = 0
        for event in desk:
            while position < len(at_once) and at_once[position].number <= event.arrived:
                self._arrive(at_once[position])
                position += 1
            self._decide(event)
        for arrival in at_once[position:]:
            self._arrive(arrival)

    def _arrive(self, arrival: Arrival) -> None:
        handler = KINDS[arrival.operation["kind"]]
        self.flags[arrival.id] = handler(self, arrival)

    def _decide(self, event: DeskEvent) -> None:
        if event.what == "applied":
            self._arrive(self._arrivals[event.key])
        elif event.what == "round_made":
            self.rounds[event.key] = Round(person=event.value)
        elif event.what == "visit_made":
            self.visits[event.key] = Visit(event.value or "")
        elif event.what == "round_to":
            self.rounds[event.key].person = event.value
        elif event.what in {"returned", "approved"}:
            self._review(event.what, self._arrivals.get(event.key))
        else:
            self._decide_order(event)

    def _decide_order(self, event: DeskEvent) -> None:
        if event.what == "order_made":
            self.orders[event.key] = Order()
        elif event.what == "assigned":
            if self._assign(self.orders[event.key], event.value):
                self._end_alert(event.key, "acknowledged")
        elif event.what == "cancelled":
            self.orders[event.key].state, self.orders[event.key].paused = "cancelled", None
            self._end_alert(event.key, "closed")
        elif event.what == "merged":
            self._merge(event.key, event.value or "")
        else:
            raise AssertionError(event.what)

    @staticmethod
    def _assign(order: Order, person: str | None) -> bool:
        if order.assigned_to == person:
            return False
        order.assigned_to = person
        order.state = "assigned" if person else "new"
        return True

    def _merge(self, key: str, into_key: str) -> None:
        """The duplicate ends; who had it has the other one, unless somebody had that one already."""
        duplicate, into = self.orders[key], self.orders[into_key]
        if into.assigned_to is None and duplicate.assigned_to is not None:
            into.assigned_to, into.state = duplicate.assigned_to, duplicate.state
        duplicate.state, duplicate.paused, duplicate.merged_into = "merged", None, into_key
        for order in self.orders.values():
            if order.merged_into == key:
                order.merged_into = into_key
        self._end_alert(key, "closed")

    def _end_alert(self, order: str, state: str, by: str | None = None) -> None:
        for alert in self.alerts.values():
            if alert.order == order and alert.state == "open":
                alert.state, alert.by = state, by

    def _review(self, what: str, arrival: Arrival | None) -> None:
        if arrival is None:
            return
        operation = arrival.operation
        kind, key = operation["kind"], _key(operation["target"])
        if kind in {"round.tick", "round.skip"} and what == "returned":
            visit = self.visits[operation["payload"]["visit"]]
            if (visit.by, visit.at) == (arrival.person, arrival.at):
                self.visits[operation["payload"]["visit"]] = Visit(visit.round, is_returned=True)
        if kind == "round.finish" and what == "returned":
            round_ = self.rounds[key]
            if round_.state == "finished" and round_.finished_at == arrival.at:
                round_.state = "running"
        if kind == "work_order.complete":
            order = self.orders[self._completed[arrival.id]]
            if (order.by, order.at) != (arrival.person, arrival.at):
                return
            if what == "returned" and order.state in {"done", "approved"}:
                order.state = "returned"
            if what == "approved" and order.state == "done":
                order.state = "approved"

    # One method a kind: changes the state as the table says, and gives the clashes.

    def _start(self, arrival: Arrival) -> set[str]:
        round_ = self.rounds[_key(arrival.operation["target"])]
        flags = _reassigned(round_.person, arrival)
        _begin(round_, arrival)
        return flags

    def _tick(self, arrival: Arrival) -> set[str]:
        round_, visit = self._of(arrival)
        flags = _reassigned(round_.person, arrival)
        if visit.state == "done":
            return flags | ({"already_done"} if visit.by != arrival.person else set())
        if round_.state == "finished" and not visit.is_returned:
            flags.add("round_finished")
        visit.state, visit.by, visit.at, visit.is_returned = "done", arrival.person, arrival.at, False
        _begin(round_, arrival)
        return flags

    def _skip(self, arrival: Arrival) -> set[str]:
        round_, visit = self._of(arrival)
        flags = _reassigned(round_.person, arrival)
        if visit.state != "open":
            return flags | ({"already_done"} if visit.by != arrival.person else set())
        if round_.state == "finished" and not visit.is_returned:
            flags.add("round_finished")
        visit.state, visit.by, visit.at = "skipped", arrival.person, arrival.at
        _begin(round_, arrival)
        return flags

    def _untick(self, arrival: Arrival) -> set[str]:
        round_, visit = self._of(arrival)
        flags = _reassigned(round_.person, arrival)
        is_own = visit.by == arrival.person
        if round_.state == "finished":
            flags.add("round_finished")
        if visit.state != "open" and not is_own:
            flags.add("not_own_tick")
        if visit.state != "open" and is_own and round_.state != "finished":
            visit.state, visit.by, visit.at = "open", None, None
        return flags

    def _finish(self, arrival: Arrival) -> set[str]:
        round_ = self.rounds[_key(arrival.operation["target"])]
        flags = _reassigned(round_.person, arrival)
        if round_.state != "finished":
            round_.state, round_.finished_at = "finished", arrival.at
            round_.person = round_.person or arrival.person
        return flags

    def _start_order(self, arrival: Arrival) -> set[str]:
        key, order, flags = self._counting(arrival)
        if order.state in {"new", "assigned", "returned"}:
            order.state, order.paused = "started", None
            order.assigned_to = order.assigned_to or arrival.person
            self._end_alert(key, "acknowledged", arrival.person)
        elif order.state == "started":
            order.paused = None
        return flags

    def _pause(self, arrival: Arrival) -> set[str]:
        _, order, flags = self._counting(arrival)
        if order.is_open:
            order.paused = arrival.id
        return flags

    def _resume(self, arrival: Arrival) -> set[str]:
        _, order, flags = self._counting(arrival)
        if order.is_open:
            order.paused = None
        return flags

    def _complete(self, arrival: Arrival) -> set[str]:
        key, order, flags = self._counting(arrival)
        self._completed[arrival.id] = key
        if order.state == "cancelled":
            flags.add("done_after_cancellation")
        elif order.state in {"done", "approved"}:
            flags |= {"already_done"} if order.by != arrival.person else set()
        else:
            order.state, order.by, order.at = "done", arrival.person, arrival.at
            order.paused = None
            order.assigned_to = order.assigned_to or arrival.person
            self._end_alert(key, "acknowledged", arrival.person)
        return flags

    def _visit_note(self, arrival: Arrival) -> set[str]:
        return _reassigned(self.orders[_key(arrival.operation["target"])].assigned_to, arrival)

    def _acknowledge(self, arrival: Arrival) -> set[str]:
        # An alert that was raised meanwhile is not looked at: it leaves the order where it is.
        self._end_alert(self.alerts[_key(arrival.operation["target"])].order, "acknowledged", arrival.person)
        return set()

    def _create(self, arrival: Arrival) -> set[str]:
        self.orders[_key(arrival.operation["target"])] = Order()
        return set()

    def _grade(self, arrival: Arrival) -> set[str]:
        payload, key = arrival.operation["payload"], _key(arrival.operation["target"])
        space = self.inspections[key][payload["space"]]
        space.grades.append((arrival.at, arrival.id, payload["level"]))
        if key in self.finished:
            self._follow(key, payload["space"], arrival)
        return set()

    def _finish_inspection(self, arrival: Arrival) -> set[str]:
        key = _key(arrival.operation["target"])
        if key not in self.finished:
            self.finished.add(key)
            for space in self.inspections[key]:
                self._follow(key, space, arrival)
        return set()

    def _follow(self, key: str, space: str, arrival: Arrival) -> None:
        inspected = self.inspections[key][space]
        has_failed = inspected.level is not None and inspected.level < inspected.required
        if has_failed and inspected.makes_orders and inspected.order is None:
            inspected.order = str(uuid5(_ORDERS_OF_CHECKS, f"inspection:{key}:{space}:{arrival.id}"))
            self.orders[inspected.order] = Order()
        elif not has_failed and inspected.order is not None:
            order = self.orders[inspected.order]
            if order.state in {"new", "assigned"}:
                order.state, order.paused = "cancelled", None
            inspected.order = None

    def _nothing(self, _arrival: Arrival) -> set[str]:
        return set()

    def _counting(self, arrival: Arrival) -> tuple[str, Order, set[str]]:
        """The order for which an operation counts, and the clashes that follow from whose it is."""
        key = _key(arrival.operation["target"])
        into = self.orders[key].merged_into
        order = self.orders[into or key]
        flags = _reassigned(order.assigned_to, arrival)
        return into or key, order, flags | {"merged"} if into else flags

    def _of(self, arrival: Arrival) -> tuple[Round, Visit]:
        return (
            self.rounds[_key(arrival.operation["target"])],
            self.visits[arrival.operation["payload"]["visit"]],
        )


KINDS: Mapping[str, Any] = {
    "round.start": Oracle._start,
    "round.tick": Oracle._tick,
    "round.skip": Oracle._skip,
    "round.untick": Oracle._untick,
    "round.finish": Oracle._finish,
    "work_order.start": Oracle._start_order,
    "work_order.pause": Oracle._pause,
    "work_order.resume": Oracle._resume,
    "work_order.complete": Oracle._complete,
    "work_order.create": Oracle._create,
    "work_order.comment": Oracle._nothing,
    "work_order.visit_note": Oracle._visit_note,
    "duty.acknowledge": Oracle._acknowledge,
    "product_use.record": Oracle._nothing,
    "product_use.void": Oracle._nothing,
    "brief.confirm": Oracle._nothing,
    "courtyard.record": Oracle._nothing,
    "courtyard.correct": Oracle._nothing,
    "inspection.grade": Oracle._grade,
    "inspection.finish": Oracle._finish_inspection,
}
"""What an operation of each kind does; there are no others."""


def expected_scope(person: Mapping[str, Any], districts: Iterable[str]) -> frozenset[str]:
    """The buckets of a person (id, role, organisation, kind, is_active), by the table in docs/protocol.md."""
    if not person["is_active"]:
        return frozenset()
    names = {"catalogue", f"person:{person['id']}", f"stock:{person['organisation']}"}
    for code in districts:
        if person["kind"] != "landlord":
            names.add(f"company:{person['organisation']}:{code}")
        else:
            names.add(f"district:{code}:{'cleaning' if person['role'] == 'cleaner' else 'caretaking'}")
    return frozenset(names)


def _begin(round_: Round, arrival: Arrival) -> None:
    if round_.state == "planned":
        round_.state = "running"
        round_.person = round_.person or arrival.person


def _reassigned(person: str | None, arrival: Arrival) -> set[str]:
    return {"reassigned"} if person not in {None, arrival.person} else set()


def _key(document_id: str) -> str:
    return document_id.partition(":")[2]
