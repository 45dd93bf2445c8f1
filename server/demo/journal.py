"""What phones sent in the past: rows of the inbox and of the synced log, as if it had come through the protocol.

The bulk of the history is written this way, because applying tens of thousands of operations one by one would take minutes.
What is out of the ordinary goes through the real inbox instead: see incidents.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from server.demo.chance import Chance
from server.demo.entities import DemoPerson, DemoPhone
from server.demo.rows import Rows
from server.inbox.models import InboxOperation
from server.local_time import local
from server.people.models import Device
from server.review.models import LogEntry
from server.review.rules import first_state
from sync.operations import current_version

BUILD = "0.1.0"
_PHONES = ("Galaxy A25", "Galaxy XCover6", "Nokia XR21", "Moto G54", "iPhone SE", "Pixel 7a")
_ABOUT = ("property_id", "building_id", "round_id", "visit_id", "order_id", "product_use_id")


@dataclass(frozen=True, slots=True)
class Review:
    """What became of an entry. `by_id` and `at` are null while it is open or only noted."""

    state: str
    by_id: str | None = None
    at: datetime | None = None
    comment: str | None = None


ReviewOf = Callable[[DemoPerson, datetime, str], Review]
"""(who recorded, when received, district) → the review of an entry that needs one."""


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    person: DemoPerson
    kind: str
    target: str
    at: datetime
    payload: Mapping[str, Any]
    seen: Mapping[str, Any]
    district: str
    about: Mapping[str, str | None]
    review: Review | None


class Journal:
    """Gathers what people recorded, in any order, and writes it in the order in which each phone did."""

    def __init__(self, rows: Rows, chance: Chance, review_of: ReviewOf, now: datetime) -> None:
        self._rows = rows
        self._chance = chance
        self._review_of = review_of
        self._now = now
        self._entries: dict[str, list[_Entry]] = defaultdict(list)

    def record(
        self,
        person: DemoPerson,
        kind: str,
        target: str,
        at: datetime,
        *,
        payload: Mapping[str, Any],
        district: str,
        about: Mapping[str, str | None],
        seen: Mapping[str, Any] | None = None,
        review: Review | None = None,
    ) -> str:
        """Keep an operation; returns its id. Without `review` the journal's own rule decides."""
        entry = _Entry(
            self._chance.new_id(), person, kind, target, at, payload, seen or {}, district, about, review
        )
        self._entries[person.id].append(entry)
        return entry.id

    def write(self, people: list[DemoPerson]) -> dict[str, DemoPhone]:
        """Give each person a phone and write what it sent. Returns the phones by person id."""
        phones = {}
        for person in people:
            phone = DemoPhone(person, self._write_device(person), self._chance.new_id())
            received_at = self._now - timedelta(days=60)
            for entry in sorted(self._entries[person.id], key=lambda entry: entry.at):
                # What waited for the network came in the order it was recorded.
                received_at = max(received_at, min(entry.at + self._delay(), self._now))
                phone.sent += 1
                self._write_entry(entry, phone, received_at)
            phones[person.id] = phone
        return phones

    def _delay(self) -> timedelta:
        seconds = (
            self._chance.randint(1, 20) if self._chance.happens(0.7) else self._chance.randint(60, 5_400)
        )
        return timedelta(seconds=seconds)

    def _write_device(self, person: DemoPerson) -> str:
        device_id = self._chance.new_id()
        waiting = self._chance.randint(1, 14) if self._chance.happens(0.03) else 0
        silent = (
            timedelta(hours=self._chance.randint(3, 40))
            if waiting
            else timedelta(minutes=self._chance.randint(0, 90))
        )
        self._rows.add(
            Device,
            id=device_id,
            person_id=person.id,
            name=self._chance.choice(_PHONES),
            joined_at=self._now - timedelta(days=self._chance.randint(30, 200)),
            revoked_at=None,
            last_contact_at=self._now - silent,
            build=BUILD,
            pending_count=waiting,
            pending_oldest_at=self._now - silent if waiting else None,
        )
        return device_id

    def _write_entry(self, entry: _Entry, phone: DemoPhone, received_at: datetime) -> None:
        self._rows.add(
            InboxOperation,
            id=entry.id,
            person_id=entry.person.id,
            device_id=phone.device_id,
            stream=phone.stream,
            sequence=phone.sent,
            kind=entry.kind,
            target=entry.target,
            recorded_at=entry.at,
            corrected_at=entry.at,
            received_at=received_at,
            raw=_raw(entry, phone.sent),
            status="applied",
            flags=[],
            reason=None,
            detail=None,
            at={},
        )
        state = first_state(entry.kind, "applied")
        review = entry.review or Review(state)
        if state == "open" and entry.review is None:
            review = self._review_of(entry.person, received_at, entry.district)
        self._rows.add(
            LogEntry,
            operation_id=entry.id,
            person_id=entry.person.id,
            organisation_id=entry.person.organisation_id,
            kind=entry.kind,
            recorded_at=entry.at,
            received_at=received_at,
            status="applied",
            district_code=entry.district,
            state=review.state,
            reviewed_by_id=review.by_id,
            reviewed_at=review.at,
            comment=review.comment,
            is_redone=False,
            **{column: entry.about.get(column) for column in _ABOUT},
        )


def _raw(entry: _Entry, sequence: int) -> bytes:
    operation = {
        "id": entry.id,
        "sequence": sequence,
        "kind": entry.kind,
        "kind_version": current_version(entry.kind),
        "target": entry.target,
        "base_revision": 1,
        "recorded_at": local(entry.at).isoformat(timespec="milliseconds"),
        "clock": None,
        "payload": entry.payload,
        "seen": entry.seen,
    }
    return orjson.dumps(operation, option=orjson.OPT_SORT_KEYS)
