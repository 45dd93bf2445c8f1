"""Takes in the file that a phone exported, for the day on which nothing else gets through (docs/protocol.md, step 17).

Its operations go through the inbox as if the phone had sent them: an operation counts once however it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.database import snapshot
from server.inbox.receive import Receipt, Source, receive_from
from server.people.devices import author_from
from server.people.models import Device, Person
from server.review.exported import Exported, ImportRefused, read_export
from server.review.permission import Viewer, find, may_manage


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file, in numbers of operations.

    `new` were not known before, `quarantined` are those of them that could not be applied. `waiting` could not be taken
    now, because the database is busy: the same file may be brought in again.
    """

    new: int
    known: int
    quarantined: int
    waiting: int


def import_export(viewer: Viewer, data: bytes, now: datetime, person_id: str | None = None) -> Imported:
    """Receive a file's operations as the person's who recorded them, each flagged `imported` when it is new.

    It opens its own transactions, of at most 25 operations, as the inbox does for a phone. With `person_id` only that
    person's file is taken. Of somebody whose access has ended all is quarantined, as it would be from the phone.

    Raises:
        ImportRefused: nothing was taken.
        Busy: nothing was taken.
    """
    # 17.
    export = read_export(data)
    with snapshot() as session:
        source = _source(session, viewer, export, now, person_id)
    return _count(receive_from(source, export.operations))


def _source(
    session: Session, viewer: Viewer, export: Exported, now: datetime, person_id: str | None
) -> Source:
    person = find(session, viewer, Person, export.person)
    if person is None or not may_manage(viewer, person) or person_id not in {None, person.id}:
        raise ImportRefused("not_allowed", "person")
    device = session.get(Device, export.device)
    if device is None or device.person_id != person.id:
        raise ImportRefused("unknown_device", "device")
    return Source(
        author=author_from(session, person.id, device.id),
        stream=export.stream,
        received_at=now,
        held_as=None if person.is_active else "access_ended",
        imported_by=viewer.person_id,
    )


def _count(receipts: Sequence[Receipt]) -> Imported:
    waiting = sum(receipt.result.status == "later" for receipt in receipts)
    new = [receipt for receipt in receipts if receipt.is_new]
    return Imported(
        new=len(new),
        known=len(receipts) - len(new) - waiting,
        quarantined=sum(receipt.result.status == "quarantined" for receipt in new),
        waiting=waiting,
    )
