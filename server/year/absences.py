"""Who is ill or on leave, by the seed. Two absences of one person never meet, so that each can be covered whole."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from server.weekdays import is_weekday
from server.year.agenda import chance_of
from server.year.landlord import Land

_AWAY_DAYS_MAX = 20


def away(land: Land, person_id: str, day: date) -> bool:
    """Whether somebody is absent on a day."""
    return any(
        (lasts := began(land, person_id, day - timedelta(days=before))) is not None and lasts > before
        for before in range(_AWAY_DAYS_MAX)
    )


def began(land: Land, person_id: str, day: date) -> int | None:
    """For how many days somebody is absent from this day on; None: no absence begins.

    None begins so soon after another that the two might meet.
    """
    return _began(land.seed, land.begins_on, person_id, day)


@cache
def _began(seed: str, begins_on: date, person_id: str, day: date) -> int | None:
    earlier = (day - timedelta(days=before) for before in range(1, _AWAY_DAYS_MAX + 1))
    is_too_soon = any(_drawn(seed, person_id, each) is not None for each in earlier if each >= begins_on)
    return None if is_too_soon or day < begins_on else _drawn(seed, person_id, day)


@cache
def _drawn(seed: str, person_id: str, day: date) -> int | None:
    """How many days an absence lasts that may begin on this day; None: none does."""
    if not is_weekday(day):
        return None
    random = chance_of(seed, person_id, day, "absence")
    is_summer = day.month in {6, 7}
    if random.random() > (0.025 if is_summer else 0.01):
        return None
    return random.randint(5, _AWAY_DAYS_MAX) if is_summer else random.randint(1, 8)
