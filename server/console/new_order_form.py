"""Reads the form of a new order."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from server.console import labels
from server.console.forms import Form
from server.people.models import Person
from server.places.models import Building, Property, Space
from server.work_orders.services import Contact, NewOrder
from sync.limits import PLACE_CHARACTERS_MAX, TEXT_CHARACTERS_MAX

_NAME_MAX = 200
_PHONE_MAX = 30
_APARTMENT_MAX = 50
_CONTACT_FIELDS = (
    "contact_name",
    "contact_phone",
    "contact_apartment",
    "contact_pets",
    "contact_alarm",
    "contact_time",
)


def read_new_order(
    form: Form, property_: Property, buildings: Sequence[Building], by: Person
) -> NewOrder | None:
    """The order that a form asks for, or None when something is wrong: the form then says what.

    A report with contact data is a resident's, taken down by `by`; otherwise it is the supervisor's own.
    """
    building, space = _place(form, buildings)
    category = form.choice("category", labels.ORDER_CATEGORIES)
    urgency = form.choice("urgency", labels.URGENCIES, is_required=False)
    description = form.text("description", TEXT_CHARACTERS_MAX)
    place = form.text("place", PLACE_CHARACTERS_MAX, is_required=False)
    entry = form.choice("entry", labels.ENTRIES)
    contact = _contact(form)
    if not form.is_good or category is None or entry is None:
        return None
    return NewOrder(
        property=property_,
        building=building,
        space=space,
        place=place,
        category=category,
        urgency=urgency,
        description=description,
        reporter="resident" if contact is not None else "supervisor",
        reported_by=by,
        entry=entry,
        contact=contact,
    )


def _place(form: Form, buildings: Sequence[Building]) -> tuple[Building | None, Space | None]:
    """The field `where` holds a building's id, a space's id, or nothing for the whole property."""
    key = form.value("where")
    if not key:
        return None, None
    for building in buildings:
        if building.id == key:
            return building, None
        for space in building.spaces:
            if space.id == key:
                return building, space
    form.refuse("where", _("Choose one."))
    return None, None


def _contact(form: Form) -> Contact | None:
    if not any(form.value(name).strip() for name in _CONTACT_FIELDS):
        if form.value("entry") in {"at_home", "by_appointment"}:
            form.refuse("contact_name", _("Somebody has to open the door: say who, and how to reach them."))
        return None
    return Contact(
        name=form.text("contact_name", _NAME_MAX),
        phone=form.text("contact_phone", _PHONE_MAX),
        apartment=form.text("contact_apartment", _APARTMENT_MAX, is_required=False),
        pets=form.text("contact_pets", _NAME_MAX, is_required=False) or None,
        alarm=form.text("contact_alarm", _NAME_MAX, is_required=False) or None,
        preferred_time=form.text("contact_time", _NAME_MAX, is_required=False) or None,
    )
