"""Sends what is out of the ordinary through the real inbox, and lets supervisors send some entries back.

So the flags, the records kept beside each other and the documents are exactly what the server makes of such things.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.database import transaction
from server.demo.chance import Chance
from server.demo.city import City
from server.demo.entities import DemoPhone
from server.demo.incidents import Incident, incidents
from server.inbox.receive import receive
from server.inbox.registry import Author
from server.local_time import local, local_day
from server.people.models import Person
from server.review.models import LogEntry
from server.review.services import return_entry
from sync.operations import current_version

_RETURNED_MAX = 24
_RETURN_COMMENTS = (
    "Lattiakaivo on vielä tukossa, puhdista se.",
    "Asukas soitti: alakerta jäi siivoamatta. Kävisitkö uudelleen?",
    "Jäikö tämä kesken? Tee loppuun, kun seuraavan kerran käyt.",
)
_CLOCK_OFF = timedelta(hours=2, minutes=53)


def let_exceptions_happen(city: City, chance: Chance, now: datetime) -> None:
    """Some dozens of operations get flagged or quarantined; a few people get entries back, each with the reason."""
    sent: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents(city, chance, local_day(now)):
        sent[incident.person_id].append(incident)
    for person_id, mine in sent.items():
        _send(city.phones[person_id], mine, chance, now)
    _return_some(city, chance, now)


def _send(phone: DemoPhone, mine: list[Incident], chance: Chance, now: datetime) -> None:
    received_at = now - timedelta(minutes=chance.randint(20, 600))
    recorded_at = received_at - timedelta(minutes=chance.randint(2, 90))
    operations: list[dict[str, Any]] = []
    for incident in mine:
        phone.sent += 1
        elapsed = timedelta(minutes=chance.randint(1, 30))
        shown_at = recorded_at - _CLOCK_OFF if incident.is_clock_off else recorded_at
        operations.append(
            {
                "id": chance.new_id(),
                "sequence": phone.sent,
                "kind": incident.kind,
                "kind_version": current_version(incident.kind),
                "target": incident.target,
                "base_revision": 1,
                "recorded_at": local(shown_at).isoformat(timespec="milliseconds"),
                "clock": {
                    "server_time": (recorded_at - elapsed).isoformat(timespec="milliseconds"),
                    "elapsed_ms": int(elapsed.total_seconds() * 1000),
                },
                "payload": incident.payload,
                "seen": incident.seen,
            }
        )
    person = phone.person
    author = Author(person.id, person.organisation_id, person.role, phone.device_id)
    receive(author, phone.stream, operations, received_at)


def _return_some(city: City, chance: Chance, now: datetime) -> None:
    """One open tick of each person who still has some, back to that person."""
    open_ticks = {
        row["person_id"]: row
        for row in city.rows.of(LogEntry)
        if row["state"] == "open" and row["kind"] in {"round.tick", "round.skip"}
    }
    chosen = list(open_ticks.values())[:_RETURNED_MAX]
    with transaction() as session:
        entries = session.scalars(
            select(LogEntry).where(LogEntry.operation_id.in_([row["operation_id"] for row in chosen]))
        ).all()
        for entry in entries:
            assert entry.district_code is not None
            supervisor = city.staff.supervisor_of[entry.organisation_id, entry.district_code]
            by = session.get_one(Person, supervisor.id)
            return_entry(session, entry, chance.choice(_RETURN_COMMENTS), by, now)
