"""The numbers of a stream that have not arrived, though higher ones have (docs/protocol.md, Words: sequence)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.inbox.models import InboxOperation

RANGES_MAX = 100
"""So many gaps are told of for all devices that are asked about together."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of one stream, both ends included, that never came although a higher one did."""

    stream: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many records that is."""
        return self.last - self.first + 1


def gaps_of(session: Session, device_ids: Collection[str]) -> Mapping[str, Sequence[Gap]]:
    """By device, the gaps of the streams that came from it, in one query.

    A stream belongs to an outbox, not to a device: after a new sign-in it goes on under another device, and several
    people may share it. So the numbers count whoever sent them.
    """
    theirs = (
        select(InboxOperation.device_id, InboxOperation.stream)
        .where(InboxOperation.device_id.in_(device_ids))
        .distinct()
        .subquery()
    )
    before = func.lag(InboxOperation.sequence, 1, 0).over(
        partition_by=InboxOperation.stream, order_by=InboxOperation.sequence
    )
    numbered = (
        select(InboxOperation.stream, InboxOperation.sequence, before.label("before"))
        .where(InboxOperation.stream.in_(select(theirs.c.stream)), InboxOperation.sequence.is_not(None))
        .subquery()
    )
    statement = (
        select(theirs.c.device_id, numbered.c.stream, numbered.c.before + 1, numbered.c.sequence - 1)
        .join(theirs, theirs.c.stream == numbered.c.stream)
        .where(numbered.c.sequence > numbered.c.before + 1)
        .order_by(numbered.c.stream, numbered.c.sequence)
        .limit(RANGES_MAX)
    )
    found: dict[str, list[Gap]] = defaultdict(list)
    for device_id, stream, first, last in session.execute(statement):
        found[device_id].append(Gap(stream, first, last))
    return found
