"""What is out of the ordinary: clashes, forgotten reasons, a clock that is off, operations that can't be applied.

Here are only the operations; exceptions.py sends them. Each yields a few, spread over the whole city.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from server.demo.chance import Chance
from server.demo.city import City
from server.demo.entities import DemoPerson
from server.rounds.models import Round, Visit
from server.work_orders.models import WorkOrder

T = TypeVar("T")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Incident:
    """An operation that is not as it should be."""

    person_id: str
    kind: str
    target: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    is_clock_off: bool = False


def incidents(city: City, chance: Chance, today: date) -> Iterator[Incident]:
    """About fifty operations, each of which gets flagged or quarantined."""
    colleague_of = _colleagues(city.staff.workers)
    yield from _on_rounds(city, colleague_of, today)
    yield from _on_orders(city, colleague_of)
    yield from _on_products(city, chance, today)
    yield from _not_applicable(city, chance, today)


def _on_rounds(city: City, colleague_of: Mapping[str, DemoPerson], today: date) -> Iterator[Incident]:
    visits: dict[str, list[Row]] = defaultdict(list)
    for visit in city.rows.of(Visit):
        visits[visit["round_id"]].append(visit)
    past = [row for row in city.rows.of(Round) if row["on"] < today and row["person_id"] is not None]
    finished = [row for row in past if row["state"] == "finished"]
    # already_done, reassigned: a colleague stood in for somebody who was there after all.
    for row in _spread((row for row in finished if row["person_id"] in colleague_of), 8):
        for visit in visits[row["id"]][:1]:
            yield _tick(colleague_of[row["person_id"]].id, row, visit)
    # round_finished: remembered after the round was closed.
    forgotten = [(row, visit) for row in finished for visit in visits[row["id"]] if visit["state"] == "open"]
    for row, visit in _spread(forgotten, 6):
        yield _tick(row["person_id"], row, visit)
    # clock_skew: a phone whose clock is hours off.
    for row in _spread((row for row in past if row["state"] == "planned"), 6):
        yield _tick(row["person_id"], row, visits[row["id"]][0], is_clock_off=True)


def _on_orders(city: City, colleague_of: Mapping[str, DemoPerson]) -> Iterator[Incident]:
    orders = city.rows.of(WorkOrder)
    recent = orders[-len(orders) // 3 :]
    # done_after_cancellation: called off while somebody without network was at it.
    cancelled = [row for row in orders if row["state"] == "cancelled"]
    for row in cancelled[-5:]:
        yield _complete(city.staff.caretaker_of[row["property_id"]].id, row)
    # reassigned, already_done: two people at the same order.
    for state, count in (("assigned", 5), ("done", 5)):
        for row in _spread((row for row in recent if row["state"] == state), count):
            if row["assigned_to_id"] in colleague_of:
                yield _complete(colleague_of[row["assigned_to_id"]].id, row)
    # outside_scope: somebody from the other end of the city.
    for row in _spread((row for row in recent if row["state"] == "new" and row["trade"] == "caretaking"), 3):
        yield _complete(city.staff.workers[0].id, row)


def _on_products(city: City, chance: Chance, today: date) -> Iterator[Incident]:
    rounds = [
        row for row in city.rows.of(Round) if row["on"] < today and row["building_id"] and row["started_at"]
    ]
    for row in _spread(rounds, 12):
        stock = city.stock[row["organisation_id"]]
        labelled = {product.purpose for product in stock if product.is_eco_labelled}
        # eco_reason_missing: a labelled product was at hand, and nothing was said.
        plain = [product for product in stock if not product.is_eco_labelled and product.purpose in labelled]
        # eco_product_unstocked: brought along from elsewhere.
        elsewhere = [
            product for products in city.stock.values() for product in products if product not in stock
        ]
        product = chance.choice(plain if plain and chance.happens(0.6) else elsewhere)
        payload = {
            "product": f"product:{product.id}",
            "amount": chance.choice((20, 50, 100)),
            "unit": product.unit,
            "property": f"property:{row['property_id']}",
            "building": f"building:{row['building_id']}",
            "round": f"round:{row['id']}",
        }
        seen = {"is_eco_labelled": product.is_eco_labelled, "alternatives": []}
        yield Incident(
            row["person_id"], "product_use.record", f"product_use:{chance.new_id()}", payload, seen
        )


def _not_applicable(city: City, chance: Chance, today: date) -> Iterator[Incident]:
    first, second, third = city.staff.workers[10:13]
    row = next(row for row in city.rows.of(Round) if row["on"] < today and row["person_id"] == second.id)
    # unknown_target, unknown_kind, invalid_payload: kept whole until a supervisor has seen to them.
    yield Incident(first.id, "round.finish", f"round:{chance.new_id()}")
    yield Incident(second.id, "round.pause", f"round:{row['id']}")
    yield Incident(
        third.id, "round.skip", f"round:{row['id']}", {"visit": chance.new_id(), "reason": "holiday"}
    )


def _tick(person_id: str, round_: Row, visit: Row, *, is_clock_off: bool = False) -> Incident:
    target = f"round:{round_['id']}"
    return Incident(person_id, "round.tick", target, {"visit": visit["id"]}, {"state": "open"}, is_clock_off)


def _complete(person_id: str, order: Row) -> Incident:
    payload = {"result": "fixed", "minutes": 20}
    return Incident(
        person_id, "work_order.complete", f"work_order:{order['id']}", payload, {"state": "assigned"}
    )


def _colleagues(workers: Iterable[DemoPerson]) -> dict[str, DemoPerson]:
    """Person id → the worker hired before them, when both have the same employer, role and district."""
    found: dict[str, DemoPerson] = {}
    before: DemoPerson | None = None
    for person in workers:
        if before is not None and _work(before) == _work(person):
            found[person.id] = before
        before = person
    return found


def _work(person: DemoPerson) -> tuple[str, str, str]:
    return person.organisation_id, person.role, person.districts[0]


def _spread(items: Iterable[T], count: int) -> Sequence[T]:
    """So many of them, evenly from beginning to end."""
    found = list(items)
    return [found[index * len(found) // count] for index in range(min(count, len(found)))]
