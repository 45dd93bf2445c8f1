"""Reads a resident's report, and tells how far its order has come. Pure.

No more is taken than the work needs: what somebody wrote of a flat is left out when the fault is elsewhere.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sync.limits import PLACE_CHARACTERS_MAX, TEXT_CHARACTERS_MAX

PLACES = ("flat", "shared", "yard", "elsewhere")
MASTER_KEY = ("yes", "no")
NAME_MAX = 200
PHONE_MAX = 30
EMAIL_MAX = 254
APARTMENT_MAX = 50
DETAIL_MAX = 200
"""Of pets, alarm and preferred time."""

_PHONE = re.compile(r"\+?[0-9() -]+")
_PHONE_DIGITS_MIN = 5
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Home:
    """A flat that has to be entered, and how."""

    apartment: str
    may_use_master_key: bool
    pets: str | None
    alarm: str | None
    preferred_time: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom to reach; any of it may be empty."""

    name: str = ""
    phone: str = ""
    email: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True, slots=True)
class Report:
    """A report without fault. `space_id` for a shared space, `home` for a flat."""

    place: str
    space_id: str | None
    more_exactly: str
    category: str
    description: str
    home: Home | None
    caller: Caller


@dataclass(slots=True)
class Reading:
    """A form's values as they were sent, and by field the code of what is wrong with it (docs/residents.md)."""

    values: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, name: str, code: str) -> None:
        """Note what is wrong with a field, unless something was noted already."""
        self.errors.setdefault(name, code)

    def text(self, name: str, characters_max: int, *, is_required: bool = False) -> str:
        """A trimmed text, empty when there is none."""
        text = self.values.get(name, "").replace("\r\n", "\n").strip()
        if not text and is_required:
            self.refuse(name, "missing")
        elif len(text) > characters_max:
            self.refuse(name, "too_long")
        elif _UNSTORABLE.search(text):
            self.refuse(name, "unstorable")
        return text

    def choice(self, name: str, choices: Collection[str]) -> str:
        """One of the choices; empty when it is none of them, which is noted."""
        chosen = self.values.get(name, "")
        if chosen in choices:
            return chosen
        self.refuse(name, "unknown_choice" if chosen else "missing")
        return ""


def read_report(
    values: Mapping[str, str], spaces: Collection[str], categories: Collection[str]
) -> tuple[Report | None, Mapping[str, str]]:
    """The report that a form makes about a building with these spaces, or None; and the errors, by field."""
    reading = Reading(values)
    place = reading.choice("place", PLACES)
    report = Report(
        place=place,
        space_id=reading.choice("space", spaces) if place == "shared" else None,
        more_exactly=reading.text("more_exactly", PLACE_CHARACTERS_MAX, is_required=place == "elsewhere"),
        category=reading.choice("category", categories),
        description=reading.text("description", TEXT_CHARACTERS_MAX, is_required=True),
        home=_home(reading) if place == "flat" else None,
        caller=_caller(reading, place),
    )
    return (None if reading.errors else report), reading.errors


def _home(reading: Reading) -> Home:
    return Home(
        apartment=reading.text("apartment", APARTMENT_MAX, is_required=True),
        may_use_master_key=reading.choice("master_key", MASTER_KEY) == "yes",
        pets=reading.text("pets", DETAIL_MAX) or None,
        alarm=reading.text("alarm", DETAIL_MAX) or None,
        preferred_time=reading.text("preferred_time", DETAIL_MAX) or None,
    )


def _caller(reading: Reading, place: str) -> Caller:
    """Needed only where somebody has to open the door: in a flat that may not be entered with the master key."""
    has_to_open = place == "flat" and reading.values.get("master_key") == "no"
    name = reading.text("name", NAME_MAX, is_required=has_to_open)
    phone = reading.text("phone", PHONE_MAX, is_required=has_to_open)
    email = reading.text("email", EMAIL_MAX)
    if phone and not (_PHONE.fullmatch(phone) and sum(map(str.isdigit, phone)) >= _PHONE_DIGITS_MIN):
        reading.refuse("phone", "not_a_phone")
    if email and not _EMAIL.fullmatch(email):
        reading.refuse("email", "not_an_email")
    if name and not phone and not email:
        # A name alone reaches nobody: then it should not be kept either.
        reading.refuse("phone", "missing")
    return Caller(name, phone, email or None)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the rule needs to know of an order."""

    state: str
    urgency: str
    reported_at: datetime
    due_on: date | None
    start_by: datetime | None
    started_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an order. `stage` is `done`, `now` or `ahead`; `at` or `on` when known.

    `what`: `received`, `planned`, `started`, `finished` or `cancelled`.
    """

    what: str
    stage: str
    at: datetime | None = None
    on: date | None = None


def steps_of(order: OrderFacts) -> tuple[Step, ...]:
    """An order's way as its resident is told it: every step, with exactly one that is now."""
    received = Step("received", "done", order.reported_at)
    if order.state == "cancelled":
        return received, Step("cancelled", "now")
    is_finished = order.state in {"done", "approved"}
    # What was returned is worked on again, whatever was finished before.
    is_started = order.state in {"started", "returned"}
    is_waiting = not is_started and not is_finished
    return (
        received,
        Step("planned", "now" if is_waiting else "done", at=order.start_by, on=order.due_on),
        Step(
            "started",
            _stage(is_started or is_finished, is_finished),
            order.started_at if not is_waiting else None,
        ),
        Step("finished", "now" if is_finished else "ahead", order.completed_at if is_finished else None),
    )


def erased_before(today: date, months: int) -> date:
    """What was closed before this day has been kept for so many months; of a month without such a day, its last."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _stage(has_begun: bool, is_over: bool) -> str:
    if is_over:
        return "done"
    return "now" if has_begun else "ahead"
