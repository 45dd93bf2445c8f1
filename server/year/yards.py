"""What caretakers record in yards: checks when they are due, snow and grit in winter, grass in summer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from server.year.agenda import chance_of
from sync.operations import Payload
from sync.operations.courtyard import CourtyardRecord

Documents = Mapping[str, Mapping[str, Any]]
Recorded = tuple[datetime, Payload, str]
"""When, what, and the id of the document that it makes."""
FORM_VERSION = 1
_WINTER = frozenset({11, 12, 1, 2, 3})
_SUMMER = frozenset({5, 6, 7, 8, 9})


def snows(seed: str, day: date) -> bool:
    """Whether snow fell in the night before a day."""
    return day.month in _WINTER and chance_of(seed, day, "snow").random() < 0.25


def checks_due(
    shown: Documents, round_: Mapping[str, Any], new_id: Callable[[], str], at: datetime, random: Random
) -> Iterator[Recorded]:
    """The checks of a round's yard that are due on its day: the fullest of each space that is."""
    spaces = {visit["space"] for visit in round_["visits"]}
    for check in sorted(
        (each for each in shown.values() if each["type"] == "courtyard_check" and each["space"] in spaces),
        key=lambda each: str(each["space"]),
    ):
        due = [
            each["level"]
            for each in check["checks"]
            if each["due_on"] is None or each["due_on"] <= round_["on"]
        ]
        if not due or random.random() < 0.05:
            continue
        at += timedelta(minutes=random.randint(1, 5))
        fields = _playground(due[-1], random) if check["record_kind"] == "playground" else _drain(random)
        yield _record(check["record_kind"], fields, round_["property"], check, at, new_id)


def yard_work(
    seed: str, day: date, shown: Documents, mine: str, new_id: Callable[[], str], at: datetime
) -> Iterator[Recorded]:
    """What the season brings, at the properties where this person has a yard round today."""
    today = day.isoformat()
    yards = sorted(
        {
            str(each["property"])
            for each in shown.values()
            if each["type"] == "round"
            and each["on"] == today
            and each["work"] == "yard_care"
            and each["person"] == mine
        }
    )
    for yard in yards:
        random = chance_of(seed, day, yard, "yard")
        at += timedelta(minutes=random.randint(5, 30))
        if snows(seed, day) and random.random() < 0.8:
            depth = {"depth_cm": random.randint(1, 20), "method": random.choice(("plough", "blower", "hand"))}
            yield _record("snow_clearing", depth, yard, None, at, new_id)
            grit = {"method": "grit", "amount_kg": 80, "grit_mm": 4, "trigger": "slippery"}
            yield _record("gritting", grit, yard, None, at + timedelta(minutes=20), new_id)
        if day.month in _SUMMER and random.random() < 0.05:
            nest = {"before": "mowing", "nest_seen": False}
            yield _record("nest_check", nest, yard, None, at, new_id)
            mown = {
                "surface": random.choice(("meadow", "lawn")),
                "left_for_pollinators": random.random() < 0.5,
            }
            yield _record("mowing", mown, yard, None, at + timedelta(minutes=30), new_id)
        if random.random() < 0.02:
            waste = {"fraction": "bio", "is_overfull": True, "has_bulky": False, "is_contaminated": False}
            yield _record("waste_room", waste, yard, None, at, new_id)


def _playground(level: str, random: Random) -> dict[str, Any]:
    risk = random.choices((None, "low", "medium", "high"), (92, 4, 3, 1))[0]
    findings = [{"what": "Keinun ketju kulunut.", "risk": risk}] if risk else []
    return {"level": level, "findings": findings, "is_closed_off": risk == "high" and random.random() < 0.5}


def _drain(random: Random) -> dict[str, Any]:
    fill = random.choice((0, 10, 20, 40, 60, 80))
    return {"fill_percent": fill, "is_emptied": fill >= 40, "is_blocked": random.random() < 0.02}


def _record(
    kind: str,
    fields: Mapping[str, Any],
    property_id: str,
    check: Mapping[str, Any] | None,
    at: datetime,
    new_id: Callable[[], str],
) -> Recorded:
    made = CourtyardRecord(
        record_kind=kind,
        form_version=FORM_VERSION,
        property=property_id,
        building=check["building"] if check is not None else None,
        space=check["space"] if check is not None else None,
        started_at=at - timedelta(minutes=10),
        ended_at=at,
        fields=fields,
    )
    return at, made, f"courtyard_record:{new_id()}"
