"""Codes in a resident's words: shorter and plainer than the console's, and with examples."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from server.console.labels import Words

FIELD_ERRORS: Words = {
    "missing": _("Fill this in."),
    "too_long": _("This is too long. Leave something out."),
    "unstorable": _("This has characters that can't be kept."),
    "unknown_choice": _("Choose one of these."),
    "not_a_phone": _("Write a phone number, for example 040 123 4567."),
    "not_an_email": _("Write an e-mail address, for example name@example.fi, or leave this empty."),
}
CHOICE_MISSING = _("Choose one.")
PROBLEMS: Words = {
    "form_expired": _(
        "This form had been open for long. Everything you wrote is here: check it and send again."
    ),
    "rate_limited": _(
        "Many reports came from here in a short time. Everything you wrote is here: wait a minute and send again."
    ),
}
PLACES: Words = {
    "flat": _("In a flat"),
    "shared": _("In a shared space of the building"),
    "yard": _("In the yard"),
    "elsewhere": _("Somewhere else"),
}
MASTER_KEY: Words = {
    "yes": _("Yes. You may come in with the master key when nobody is home."),
    "no": _("No. Come in only when somebody is home."),
}
EXAMPLES: Words = {
    "water_leak": _("Water runs or drips where it should not"),
    "sewer": _("Water rises from a drain or a toilet"),
    "heating": _("All radiators are cold"),
    "electricity": _("No power, sparks, a smell of burning"),
    "lift_trapped": _("Press the alarm button of the lift too"),
    "outer_door": _("Anybody can walk in"),
    "lighting": _("A lamp is dark in the stairwell, the yard or the cellar"),
    "lock": _("A key is hard to turn, a lock is stuck"),
    "window": _("It does not close, the glass is cracked"),
    "appliance": _("Stove, refrigerator, shared washing machine"),
    "ventilation": _("The air does not move, a vent is noisy"),
    "plumbing": _("A dripping tap, a slow drain, a running toilet"),
    "cleaning": _("A stairwell, laundry room or sauna is dirty"),
    "yard": _("Slippery paths, snow, plants, playground"),
    "waste": _("Overfull bins, litter around them"),
    "graffiti": _("Scribbles on walls or doors"),
    "pests": _("Mice, insects, birds indoors"),
    "other": _("Anything else"),
}
STEPS: Words = {
    "received": _("Received"),
    "planned": _("Work is planned"),
    "started": _("Work has started"),
    "finished": _("Done"),
    "cancelled": _("Cancelled"),
}
RESULTS: Words = {
    "fixed": _("It has been fixed."),
    "temporary_fix": _("It has been fixed for the time being."),
    "no_fault_found": _("We looked, and found no fault."),
    "needs_contractor": _("It needs a contractor."),
}
VISIT_NOTES: Words = {
    "nobody_home": _("Nobody was home."),
    "no_permission": _("We had no permission to come in."),
    "extra_lock": _("The door had an extra lock or an alarm."),
    "pet": _("There was a pet in the flat."),
    "other": _("We could not come in."),
}
ENTRIES: Words = {
    "master_key": _("The master key may be used"),
    "at_home": _("Only when somebody is home"),
    "by_appointment": _("At an agreed time"),
}
STEP_ICONS: Mapping[str, str] = {"done": "tick", "now": "half", "ahead": "ring"}
_CHOICES = frozenset({"place", "space", "category", "master_key"})


def error_words(name: str, code: str) -> str:
    """What is wrong with a field, for whoever filled it in."""
    return str(CHOICE_MISSING if code == "missing" and name in _CHOICES else FIELD_ERRORS[code])
