"""What has been done in the made-up yards: checks at their time and some late, snow and grit, and one call-out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.courtyard.models import CallOut, CourtyardCorrection, CourtyardRecord
from server.courtyard.rules import level_of
from server.demo.chance import Chance
from server.demo.entities import DemoBuilding, DemoProperty, DemoSpace
from server.demo.organisations import Organisations
from server.demo.rows import Row, Rows
from server.demo.staff import Staff

_RECORDED = 0.5
"""At so many properties something was recorded in the last days."""
_LATE = 0.08
_CORRECTED = 0.2
_DONE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("snow_clearing", {"depth_cm": 4, "method": "plough", "area_m2": 900}),
    ("gritting", {"method": "grit", "amount_kg": 80, "grit_mm": 4, "area_m2": 600, "trigger": "slippery"}),
    ("species", {"species": "garden_lupin", "area_m2": 6, "method": "pulled", "disposal": "incinerated"}),
    ("waste_room", {"fraction": "bio", "is_overfull": True, "has_bulky": False, "is_contaminated": False}),
)
_CALLED_OUT = "703"


def make_courtyards(
    rows: Rows,
    chance: Chance,
    properties: Sequence[DemoProperty],
    staff: Staff,
    organisations: Organisations,
    now: datetime,
) -> None:
    """Records of each property's caretaker, and a call-out of this morning."""
    for owned in properties:
        yard = _Yard(rows, chance, owned, staff.caretaker_of[owned.id].id, organisations.landlord_id, now)
        yard.check()
        if chance.happens(_RECORDED):
            yard.work()
    rows.add(
        CallOut,
        id=chance.new_id(),
        group_id=chance.new_id(),
        record_kind="gritting",
        district_code=_CALLED_OUT,
        text="Mustaa jäätä, porraskäytävien edustat ensin.",
        made_by_id=staff.supervisor_of[organisations.landlord_id, _CALLED_OUT].id,
        made_at=now - timedelta(hours=1),
    )


@dataclass(frozen=True, slots=True)
class _Yard:
    """A property and who looks after its yard."""

    rows: Rows
    chance: Chance
    owned: DemoProperty
    by_id: str
    organisation_id: str
    now: datetime

    def check(self) -> None:
        """Every check of its playground and its drains."""
        for building in self.owned.buildings:
            for space in building.of_kinds("playground", "storm_drain"):
                for days_ago, fields in _checks(self.chance, space):
                    self._add(space.kind, fields, days_ago, building, space)

    def work(self) -> None:
        """Something that was done, and perhaps corrected."""
        kind, fields = self.chance.choice(_DONE)
        made = self._add(kind, fields, self.chance.randint(1, 9))
        if kind == "snow_clearing" and self.chance.happens(_CORRECTED):
            self.rows.add(
                CourtyardCorrection,
                id=self.chance.new_id(),
                record_id=made["id"],
                form_version=1,
                by_id=self.by_id,
                at=made["ended_at"] + timedelta(minutes=20),
                fields={**fields, "depth_cm": 7},
                text="Mittasin uudestaan portin edestä.",
            )

    def _add(
        self,
        kind: str,
        fields: Mapping[str, Any],
        days_ago: int,
        building: DemoBuilding | None = None,
        space: DemoSpace | None = None,
    ) -> Row:
        ended_at = self.now - timedelta(days=days_ago, minutes=self.chance.randint(0, 240))
        return self.rows.add(
            CourtyardRecord,
            id=self.chance.new_id(),
            record_kind=kind,
            form_version=1,
            property_id=self.owned.id,
            building_id=building.id if building is not None else None,
            space_id=space.id if space is not None else None,
            organisation_id=self.organisation_id,
            by_id=self.by_id,
            at=ended_at,
            started_at=ended_at - timedelta(minutes=self.chance.randint(5, 50)),
            ended_at=ended_at,
            fields=dict(fields),
            text=None,
            check_level=level_of(kind, fields),
        )


def _checks(chance: Chance, space: DemoSpace) -> Iterator[tuple[int, dict[str, Any]]]:
    """How many days ago each check was made; a few are late."""
    is_late = chance.happens(_LATE)
    if space.kind == "storm_drain":
        fill = chance.choice((10, 20, 40, 70))
        fields = {"fill_percent": fill, "is_emptied": fill == 70, "is_blocked": False, "material": "sand"}
        yield (95 if is_late else chance.randint(1, 80)), fields
        return
    for level, days in (("annual", 365), ("operational", 89), ("visual", 7)):
        is_late_now = is_late and level == "visual"
        yield (
            (days + 2 if is_late_now else chance.randint(1, days - 2)),
            {"level": level, "is_closed_off": False},
        )
