"""A small landlord on a Saturday night: who is on duty in the eastern area, with fake push service and mail server."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id, transaction
from server.duty.deliveries import Message, Result
from server.duty.models import DutyShift, PushSubscription
from server.people.models import Device as DeviceRow
from server.people.models import Person
from server.places.models import Property
from server.work_orders.models import OrderEvent, WorkOrder
from server.work_orders.services import NewOrder, create_order
from tests.world import World

AREA = "7"
SATURDAY = datetime(2026, 4, 11, 20, 40, tzinfo=UTC)
"""23:40 in Helsinki."""
ENDPOINT = "http://127.0.0.1:9/push/"


def add_shift(
    session: Session,
    person_id: str,
    place: int = 1,
    begins_at: datetime = SATURDAY - timedelta(hours=8),
    ends_at: datetime = SATURDAY + timedelta(hours=12),
    area_code: str = AREA,
) -> DutyShift:
    """Somebody on duty, this night if nothing else is said."""
    shift = DutyShift(
        id=new_id(),
        area_code=area_code,
        person_id=person_id,
        place=place,
        begins_at=begins_at,
        ends_at=ends_at,
    )
    session.add(shift)
    session.flush()
    return shift


def receive_order(session: Session, world: World, at: datetime = SATURDAY, **fields: object) -> WorkOrder:
    """A resident reports water on the floor at Kontulankaari 3."""
    new = NewOrder(
        property=session.get_one(Property, world.property),
        category="water_leak",
        description="Vettä tulee katosta.",
        reporter="resident",
        **fields,
    )
    return create_order(session, new, at)


def subscribe(session: Session, device_id: str) -> PushSubscription:
    """A device that can be woken."""
    point = (
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    row = PushSubscription(
        device_id=device_id,
        endpoint=f"{ENDPOINT}{device_id}",
        p256dh=base64.urlsafe_b64encode(point).rstrip(b"=").decode(),
        auth=base64.urlsafe_b64encode(bytes(16)).rstrip(b"=").decode(),
        made_at=SATURDAY,
    )
    session.add(row)
    session.flush()
    return row


def history(session: Session, order_id: str) -> list[tuple[str, str | None]]:
    """The order's history as it was written: what, and the person whom it names or who did it."""
    rows = session.scalars(select(OrderEvent).where(OrderEvent.order_id == order_id).order_by(OrderEvent.id))
    return [(row.what, row.details.get("person") or row.by_id) for row in rows]


def device_of(person_id: str) -> str:
    """A phone that has joined."""
    with transaction() as session:
        row = DeviceRow(person_id=session.get_one(Person, person_id).id, name="Puhelin", joined_at=SATURDAY)
        session.add(row)
        session.flush()
        return row.id


@dataclass
class Post:
    """Takes messages in place of the world outside; `answers` are given in turn, then all goes well."""

    sent: list[Message] = field(default_factory=list)
    answers: list[Result] = field(default_factory=list)

    def send(self, message: Message, _ways: object) -> Result:
        """As `server.duty.sending.send`."""
        self.sent.append(message)
        return self.answers.pop(0) if self.answers else Result()


def whole_night(world: World) -> list[tuple[str, str | None]]:
    """The history of an order that the first on duty does not see, and the second does; no mail to the supervisor."""
    first, second = world.caretaker, world.cleaner
    return [
        ("created", None),
        ("alerted", first),
        ("assigned", first),
        ("alert_sent", first),
        ("escalated", None),
        ("alerted", second),
        ("alerted", world.supervisor),
        ("alert_failed", world.supervisor),
        ("alert_sent", second),
        ("alert_acknowledged", second),
        ("assigned", second),
        ("started", second),
        ("completed", second),
    ]
