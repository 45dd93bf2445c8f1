"""What supervisors do with briefs. Items are added and ended, never rewritten: what was read stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy.orm import Session

from server.local_time import local_day
from server.places.models import BriefItem

BRIEF_CHARACTERS_MAX = 2_000


class BriefError(Exception):
    """A step that does not fit an item; `code` is stable."""

    code: ClassVar[str] = "brief_error"


class BriefItemEnded(BriefError):
    """It does not hold any more: somebody else has ended or changed it."""

    code = "brief_item_ended"


class BriefSpan(BriefError):
    """It would cease to hold before it begins, or before today."""

    code = "brief_span"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A special feature; see BriefItem."""

    topic: str
    text: str
    language: str
    valid_from: date | None = None
    valid_to: date | None = None
    is_sensitive: bool = False


def add_item(session: Session, building_id: str, new: NewItem, by_id: str, now: datetime) -> BriefItem:
    """Add an item to a building's brief. Raises BriefSpan."""
    if new.valid_to is not None and new.valid_to < max(new.valid_from or date.min, local_day(now)):
        raise BriefSpan(f"{new.valid_from} to {new.valid_to}")
    item = BriefItem(
        building_id=building_id,
        topic=new.topic,
        text=new.text,
        language=new.language,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        is_sensitive=new.is_sensitive,
        made_by_id=by_id,
        made_at=now,
    )
    session.add(item)
    session.flush()
    return item


def change_item(session: Session, item: BriefItem, new: NewItem, by_id: str, now: datetime) -> BriefItem:
    """End an item and put another in its place. Raises BriefItemEnded, BriefSpan."""
    end_item(session, item, now)
    return add_item(session, item.building_id, new, by_id, now)


def end_item(session: Session, item: BriefItem, now: datetime) -> None:
    """Let an item hold no more from today on. Raises BriefItemEnded."""
    session.refresh(item, with_for_update={"of": BriefItem})
    today = local_day(now)
    if item.valid_to is not None and item.valid_to < today:
        raise BriefItemEnded(item.id)
    item.valid_to = today - timedelta(days=1)
