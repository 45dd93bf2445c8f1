"""A database with as many stored documents as wanted, and two persons who see little of it, or half of it.

The documents are made of nothing but their lines: a pull reads no more of them. They are as long as a work order's and
lie in as many buckets as a landlord of that size would have, in no order of buckets, as time would have brought them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.orm import Session

from bench.instance import Instance
from server.database import chunks, db, insert_many, new_id, snapshot, transaction
from server.feed.changes import touch
from server.feed.models import Bucket, Document, Entry
from server.feed.registry import Built, register_documents
from server.feed.scope import scope_of
from server.people.models import Organisation, Person, PersonDistrict
from server.places import buckets
from server.places.models import Area, District
from sync import sums
from sync.wire import line_bytes

_TYPE = "bench"
_IN_A_BUCKET = 400
_IN_OWN_DISTRICT = 500
_IN_OTHER_OWN = 60
_ROWS_AT_ONCE = 50_000
_CHANGES_SEED = 1
_BODIES = 2_000
"""Different ones: making one takes longer than storing it."""
_TEXT = (
    "Porrasvalo ei syty vaikka kytkintä on kokeiltu useaan kertaan asukas kertoi hissin ovi jää raolleen "
    "kellarin pesutuvan lattiakaivo tukossa vesi seisoo avain huoltomiehellä pihan portti narahtaa talvella"
)
_WORDS = tuple(_TEXT.split())


class Stored(Instance):
    """A database with `documents` documents in all.

    `apart` has one district with some hundred documents, however many there are elsewhere. `amid` has one that holds
    half of all there are, which is far more than anybody's phone is for: it shows the cost of a long index.
    """

    def __init__(self, folder: Path, documents: int) -> None:
        super().__init__(folder)
        self.documents = documents
        self._chance = random.Random(documents)
        self._changes = random.Random(_CHANGES_SEED)
        self._ids: dict[str, list[str]] = {}
        register_documents(_TYPE, _build, {})
        with self.app.app_context():
            with transaction() as session:
                self.apart, self.amid = _make_persons(session)
            self._fill()

    def cursor_of(self, person_id: str, now: datetime) -> dict[str, int]:
        """The cursor of a device that has read everything."""
        with self.app.app_context():
            session = db.session()
            scope = scope_of(session, person_id, now)
            heads = session.scalars(select(Bucket).where(Bucket.name.in_(scope)))
            return dict.fromkeys(scope, 0) | {head.name: head.version for head in heads}

    def change(self, person_id: str, count: int) -> None:
        """Change some documents of a person's district, whichever, through the gateway.

        Two databases get the same contents in the same order, so that they send the same bytes.
        """
        district = _DISTRICTS[person_id == self.amid]
        keys = self._chance.sample(self._ids[district], count)
        bodies = {key: _body(self._changes) for key in keys}
        _changing.update({key: Built(frozenset({district}), body) for key, body in bodies.items()})
        with self.app.app_context(), transaction() as session:
            touch(session, [f"{_TYPE}:{key}" for key in keys])
        _changing.clear()

    def _fill(self) -> None:
        with snapshot() as session:
            heads = {
                row.name: [row.version, row.documents, row.sum] for row in session.scalars(select(Bucket))
            }
            held = session.scalar(select(func.count()).select_from(Document)) or 0
        places = self._places(self.documents - held)
        heads |= {name: [0, 0, 0] for name in sorted(set(places)) if name not in heads}
        # A session that goes on reading would keep the log of changes from being emptied.
        db.session.rollback()
        with db.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            # What is written here is thrown away afterwards: nothing need survive a power cut.
            for pragma in ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", "cache_size=-256000"):
                driver.execute(f"PRAGMA {pragma}")
            for portion in chunks(places, _ROWS_AT_ONCE):
                self._insert(connection, portion, heads)
                connection.commit()
            connection.execute(delete(Bucket))
            insert_many(
                connection,
                Bucket.metadata.tables["feed_buckets"],
                [
                    {"name": name, "version": version, "documents": count, "sum": total, "floor": 0}
                    for name, (version, count, total) in heads.items()
                ],
            )
            connection.commit()
        # With its connections go these settings.
        db.engine.dispose()

    def _places(self, documents: int) -> list[str]:
        """The bucket of each document."""
        mine = {
            name: _IN_OTHER_OWN
            for person in (self.apart, self.amid)
            for name in scope_of(db.session(), person, datetime.now(UTC))
        }
        mine |= {_DISTRICTS[False]: _IN_OWN_DISTRICT, _DISTRICTS[True]: documents // 2}
        places = [name for name, count in mine.items() for _ in range(count)]
        others = documents - len(places)
        names = list(_other_buckets(self._chance, max(others // _IN_A_BUCKET, 1)))
        places += [names[number % len(names)] for number in range(others)]
        self._chance.shuffle(places)
        return places

    def _insert(self, connection: Connection, places: list[str], heads: Mapping[str, list[int]]) -> None:
        documents, entries = [], []
        bodies = [orjson.dumps({"type": _TYPE, **_body(self._chance)}) for _ in range(_BODIES)]
        for bucket in places:
            key = new_id()
            if bucket in _DISTRICTS:
                self._ids.setdefault(bucket, []).append(key)
            document_id = f"{_TYPE}:{key}"
            json = self._chance.choice(bodies)
            head = heads[bucket]
            head[0] += 1
            head[1] += 1
            head[2] = sums.add(head[2], document_id, 1)
            documents.append({"id": document_id, "revision": 1, "digest": hashlib.sha256(json).digest()})
            entries.append(
                {
                    "bucket": bucket,
                    "document_id": document_id,
                    "version": head[0],
                    "revision": 1,
                    "is_deleted": False,
                    "deleted_at": None,
                    "line": line_bytes(bucket, head[0], document_id, 1, json),
                }
            )
        insert_many(connection, Document.metadata.tables["feed_documents"], documents)
        insert_many(connection, Entry.metadata.tables["feed_entries"], entries)


_DISTRICTS = (buckets.caretaking("701"), buckets.caretaking("702"))
_changing: dict[str, Built] = {}


def _build(_session: Session, keys: Collection[str], _now: datetime) -> Mapping[str, Built]:
    return {key: _changing[key] for key in keys}


def _make_persons(session: Session) -> tuple[str, str]:
    session.add(Area(code="7", name_fi="Itäinen", name_sv="Östra", name_en="Eastern"))
    organisation = Organisation(name="Kaupungin Kodit", kind="landlord")
    session.add(organisation)
    session.flush()
    found = []
    for code in ("701", "702"):
        session.add(District(code=code, area_code="7", name_fi=code, name_sv=code, name_en=code))
        session.flush()
        person = Person(
            name=f"Talonmies {code}",
            role="caretaker",
            organisation_id=organisation.id,
            districts=[PersonDistrict(district_code=code)],
        )
        session.add(person)
        session.flush()
        found.append(person.id)
    return found[0], found[1]


def _other_buckets(chance: random.Random, count: int) -> Iterator[str]:
    """Mostly persons', as everywhere, and the districts of many landlords."""
    for number in range(count):
        key = str(UUID(int=chance.getrandbits(128)))
        yield buckets.person(key) if number % 4 else buckets.company(key, "703")


def _body(chance: random.Random) -> dict[str, Any]:
    """About as long as a work order, 500 to 800 bytes."""
    references = [str(UUID(int=chance.getrandbits(128))) for _ in range(3)]
    return {
        "property": f"property:{references[0]}",
        "building": f"building:{references[1]}",
        "assigned_to": f"person:{references[2]}",
        "number": chance.randrange(100_000),
        "category": "lighting",
        "trade": "caretaking",
        "urgency": "minor",
        "state": "assigned",
        "reporter": "resident",
        "reported_at": "2026-04-01T05:14:09.120Z",
        "due_on": "2026-04-08",
        "description": " ".join(chance.choices(_WORDS, k=chance.randint(15, 40))),
    }
