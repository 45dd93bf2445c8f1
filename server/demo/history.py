"""The last week of rounds, as they were walked: ticks with their times, a skipped space here and there, chemicals used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from server.demo.chance import Chance
from server.demo.entities import DemoPerson
from server.demo.journal import Journal
from server.demo.product_uses import ProductUses
from server.demo.rounds import DemoRound
from server.demo.rows import Rows
from server.local_time import day_begin
from server.rounds.models import VisitRecord

_SKIP_REASONS = {
    "locked": 40,
    "occupied": 30,
    "out_of_time": 15,
    "no_water_or_power": 5,
    "unsafe": 3,
    "other": 7,
}
_SKIP_TEXT = "Remontti kesken, tila teipattu kiinni."
_TICK_TEXTS = (
    "Lamppu pimeänä, ilmoitettu.",
    "Lattialla paljon hiekkaa, meni tavallista kauemmin.",
    "Roska-astia vaihdettu.",
    "Ikkuna oli auki, suljin.",
    "Lattiakaivo puhdistettu.",
)


class History:
    """Walks rounds that lie in the past and keeps the records of it."""

    def __init__(
        self,
        rows: Rows,
        chance: Chance,
        journal: Journal,
        uses: ProductUses,
        districts: Mapping[str, str],
        now: datetime,
    ) -> None:
        self._rows = rows
        self._chance = chance
        self._journal = journal
        self._uses = uses
        self._district_of_property = districts
        self._now = now

    def walk(self, rounds: Iterable[DemoRound], people: Mapping[str, DemoPerson]) -> None:
        """Each of these people walks each day's rounds one after the other, until all are done or it is now."""
        days: dict[tuple[date, str], list[DemoRound]] = defaultdict(list)
        for round_ in rounds:
            if round_.person_id is not None and round_.person_id in people:
                days[round_.on, round_.person_id].append(round_)
        for (on, person_id), walked in days.items():
            at = day_begin(on) + timedelta(minutes=self._chance.randint(6 * 60 + 45, 8 * 60))
            for round_ in walked:
                if self._chance.happens(0.98):
                    at = self._walk_round(round_, people[person_id], at)

    def _walk_round(self, round_: DemoRound, person: DemoPerson, at: datetime) -> datetime:
        row = round_.row
        began_at = at
        for visit in round_.visits:
            at += timedelta(minutes=visit["norm_minutes"] * self._chance.uniform(0.6, 1.2))
            if at > self._now:
                return at
            row["state"], row["started_at"] = "running", row["started_at"] or began_at
            if self._chance.happens(0.01):
                continue
            self._visit(round_, visit, person, at)
        if row["work"] != "yard_care" and self._chance.happens(0.25):
            self._uses.record(person, row, self._district_of_property[row["property_id"]], at)
        at += timedelta(minutes=self._chance.randint(1, 12))
        if at <= self._now and self._chance.happens(0.99):
            self._finish(row, person, at)
        return at

    def _visit(self, round_: DemoRound, visit: dict[str, Any], person: DemoPerson, at: datetime) -> None:
        row = round_.row
        is_skipped = self._chance.happens(0.03)
        values: dict[str, Any] = self._skip() if is_skipped else self._tick(visit)
        kind = "round.skip" if is_skipped else "round.tick"
        operation_id = self._journal.record(
            person,
            kind,
            f"round:{row['id']}",
            at,
            payload={
                "visit": visit["id"],
                **{name: value for name, value in values.items() if value is not None},
            },
            district=self._district_of_property[row["property_id"]],
            about={**_about(row), "visit_id": visit["id"]},
            seen={"state": "open"},
        )
        visit |= {"state": "skipped" if is_skipped else "done", "at": at, "by_id": person.id, **values}
        record = {"minutes": None, "reason": None, "text": None, **values}
        self._rows.add(
            VisitRecord,
            operation_id=operation_id,
            visit_id=visit["id"],
            kind=kind,
            person_id=person.id,
            at=at,
            **record,
        )

    def _tick(self, visit: Mapping[str, Any]) -> dict[str, Any]:
        minutes = max(1, round(visit["norm_minutes"] * self._chance.uniform(0.6, 1.3)))
        return {
            "minutes": minutes if self._chance.happens(0.3) else None,
            "text": self._chance.choice(_TICK_TEXTS) if self._chance.happens(0.03) else None,
        }

    def _skip(self) -> dict[str, Any]:
        reason = self._chance.pick(_SKIP_REASONS)
        return {"reason": reason, "text": _SKIP_TEXT if reason == "other" else None}

    def _finish(self, row: dict[str, Any], person: DemoPerson, at: datetime) -> None:
        row["state"], row["finished_at"] = "finished", at
        self._journal.record(
            person,
            "round.finish",
            f"round:{row['id']}",
            at,
            payload={},
            district=self._district_of_property[row["property_id"]],
            about=_about(row),
            seen={"state": "running"},
        )


def _about(row: Mapping[str, Any]) -> dict[str, str | None]:
    return {"property_id": row["property_id"], "building_id": row["building_id"], "round_id": row["id"]}
