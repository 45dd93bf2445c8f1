"""Reads the form of a shift: who, from when until when on the local clock, which place in the chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from server.console import labels
from server.console.forms import Form
from server.duty.models import DutyShift
from server.duty.services import PLACE_MAX, NewShift, RosterError
from server.local_time import at_local_time, local
from server.people.models import Person

PLACES = {str(place): str(place) for place in range(1, PLACE_MAX + 1)}


def parse_shift(form: Form, area_code: str, offered: Sequence[Person]) -> NewShift | None:
    """The shift as typed, or None when something is wrong with it; the messages stand in the form."""
    person_id = form.choice("person", {person.id for person in offered})
    begins_at, ends_at = _instant(form, "begins_at"), _instant(form, "ends_at")
    place = form.choice("place", PLACES)
    if begins_at and ends_at and ends_at <= begins_at:
        form.refuse("ends_at", labels.word(labels.ROSTER_PROBLEMS, "shift_invalid"))
    if not form.is_good or person_id is None or begins_at is None or ends_at is None or place is None:
        return None
    return NewShift(area_code, person_id, begins_at, ends_at, int(place))


def refuse(form: Form, error: RosterError, field: str = "person") -> None:
    """Say at a field of the form why the roster does not take a change."""
    form.refuse(field, labels.word(labels.ROSTER_PROBLEMS, error.code))


def filled(shift: DutyShift) -> Form:
    """The form of a shift as it is."""
    values = {
        "person": shift.person_id,
        "begins_at": typed(shift.begins_at),
        "ends_at": typed(shift.ends_at),
        "place": str(shift.place),
    }
    return Form(values)


def typed(at: datetime) -> str:
    """An instant as a browser's field for local times has it."""
    return local(at).strftime("%Y-%m-%dT%H:%M")


def _instant(form: Form, name: str) -> datetime | None:
    try:
        at = datetime.strptime(form.value(name), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - local; the next line says so
        return at_local_time(at.date(), at.time())
    except (ValueError, OverflowError):
        form.refuse(name, _("Give a day and a time."))
        return None
