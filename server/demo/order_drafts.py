"""What is reported, where, by whom and when: orders as they come in, before anybody has done anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.demo.chance import Chance
from server.demo.entities import DemoBuilding, DemoPerson, DemoProperty, DemoSpace
from server.demo.order_texts import CATEGORY_SHARES, ORDER_TEXTS
from server.demo.staff import Staff
from server.local_time import day_begin, local_day
from server.work_orders.rules import URGENT_CATEGORIES, trade_of

_YARD = frozenset({"courtyard", "playground", "storm_drain", "waste_room"})
_REPORTERS = {"resident": 70, "worker": 18, "supervisor": 12}
_HOURS = (6, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 11, 12, 12, 13, 14, 15, 16, 16, 17, 18, 18, 19, 20, 21, 22)


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A report. `is_flat`: in somebody's home, where one may not enter just so."""

    property: DemoProperty
    building: DemoBuilding
    space: DemoSpace | None
    place: str
    category: str
    trade: str
    urgency: str
    description: str
    reporter: str
    reported_by: DemoPerson | None
    reported_at: datetime
    is_flat: bool
    worker: DemoPerson
    """Whose work it would be: the yard's caretaker or the building's cleaner."""
    supervisor: DemoPerson


class OrderDrafts:
    """Reports from all over the city, more from where more buildings are."""

    def __init__(
        self, chance: Chance, properties: Sequence[DemoProperty], staff: Staff, now: datetime
    ) -> None:
        self._chance = chance
        self._properties = properties
        self._weights = [len(owned.buildings) for owned in properties]
        self._staff = staff
        self._now = now

    def draft(self, days_ago: float, *, is_open: bool) -> OrderDraft:
        """A report of about so many days ago. Of open ones only the latest are urgent: those are seen to at once."""
        category = self._chance.pick(CATEGORY_SHARES)
        kind, _, description = self._chance.choice(ORDER_TEXTS[category])
        (owned,) = self._chance.choices(self._properties, self._weights)
        building = owned.buildings[0] if kind in _YARD else self._chance.choice(owned.buildings)
        is_urgent = category in URGENT_CATEGORIES and self._chance.happens(0.25 if is_open else 0.7)
        if is_urgent and is_open:
            days_ago = self._chance.uniform(0.02, 0.9)
        spaces = building.of_kinds(kind)
        space = self._chance.choice(spaces) if spaces else None
        trade = trade_of(category)
        worker, supervisor = self._responsible(owned, building, trade)
        reporter = self._chance.pick(_REPORTERS)
        is_flat = kind == "flat"
        if is_flat:
            reporter = "resident"
        return OrderDraft(
            property=owned,
            building=building,
            space=space,
            place=self._place(building, kind, space),
            category=category,
            trade=trade,
            urgency="urgent" if is_urgent else "minor",
            description=description,
            reporter=reporter,
            reported_by={"resident": None, "worker": worker, "supervisor": supervisor}[reporter],
            reported_at=self._reported_at(days_ago),
            is_flat=is_flat,
            worker=worker,
            supervisor=supervisor,
        )

    def _responsible(
        self, owned: DemoProperty, building: DemoBuilding, trade: str
    ) -> tuple[DemoPerson, DemoPerson]:
        is_cleaning = trade == "cleaning"
        worker = self._staff.cleaner_of[building.id] if is_cleaning else self._staff.caretaker_of[owned.id]
        return worker, self._staff.supervisor_of[worker.organisation_id, owned.district]

    def _reported_at(self, days_ago: float) -> datetime:
        """At an hour at which people report; never in the future."""
        if days_ago < 1:
            return self._now - timedelta(days=days_ago)
        day = local_day(self._now - timedelta(days=days_ago))
        return day_begin(day) + timedelta(
            hours=self._chance.choice(_HOURS), minutes=self._chance.randint(0, 59)
        )

    def _place(self, building: DemoBuilding, kind: str, space: DemoSpace | None) -> str:
        letters = [stairs.name.removeprefix("Porras ") for stairs in building.of_kinds("stairwell")]
        if kind == "flat":
            return f"Asunto {self._chance.choice(letters)} {self._chance.randint(1, 48)}"
        return space.name if space is not None else f"Porras {self._chance.choice(letters)}"
