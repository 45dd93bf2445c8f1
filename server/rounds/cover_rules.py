"""Who takes a plan's round of one day: the regular person, or whoever covers. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CoverNow:
    """What the rule needs to know of a cover. Exactly one of `plan_id` and `absent_id` is given."""

    id: str
    plan_id: str | None
    absent_id: str | None
    starts_on: date
    ends_on: date
    person_id: str | None
    organisation_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes a round. `person_id` None: whoever of the organisation takes it up. `cover_id` None: no cover."""

    person_id: str | None
    organisation_id: str
    cover_id: str | None = None


def taker_of(
    plan_id: str, regular: Taker, on: date, covers: Sequence[CoverNow], working: Collection[str]
) -> Taker:
    """Who takes the plan's round on this day.

    A cover of the plan goes before one of its person, a later one before an earlier one. Who covers may be absent too,
    and is then covered in turn. Who does not work here any more (is not in `working`) gets none: it is left to their
    organisation.
    """
    of_plan = _newest(cover for cover in covers if cover.plan_id == plan_id and _holds(cover, on))
    taker = _taker(of_plan) if of_plan is not None else regular
    seen: set[str] = set()
    while taker.person_id is not None and taker.person_id not in seen:
        seen.add(taker.person_id)
        of_person = _newest(
            cover for cover in covers if cover.absent_id == taker.person_id and _holds(cover, on)
        )
        if of_person is not None:
            taker = _taker(of_person)
    if taker.person_id is not None and taker.person_id not in working:
        return Taker(None, taker.organisation_id, taker.cover_id)
    return taker


def _holds(cover: CoverNow, on: date) -> bool:
    return cover.starts_on <= on <= cover.ends_on


def _newest(covers: Iterable[CoverNow]) -> CoverNow | None:
    return max(covers, key=lambda cover: (cover.made_at, cover.id), default=None)


def _taker(cover: CoverNow) -> Taker:
    return Taker(cover.person_id, cover.organisation_id, cover.id)
