"""A plan's recurrence rule in words, and the rule of a form's weekdays. Pure but for the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_words(rule: str) -> str:
    """`FREQ=WEEKLY;BYDAY=MO,WE` as "Mon, Wed"; a rule that has no short words stays as it is."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    every = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdigit() else 1
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    known = set(parts) <= {"FREQ", "INTERVAL", "BYDAY", "WKST"}
    if known and parts.get("FREQ") == "WEEKLY" and days and set(days) <= set(DAYS):
        names = ", ".join(day_name(day) for day in DAYS if day in days)
        if every == 1:
            return str(_("every day")) if len(days) == len(DAYS) else names
        return str(
            ngettext("%(days)s, every %(num)s weeks", "%(days)s, every %(num)s weeks", every, days=names)
        )
    if known and parts.get("FREQ") == "DAILY" and not days:
        return str(_("every day") if every == 1 else _("every %(num)s days", num=every))
    months = parts.get("BYMONTH", "")
    if parts.get("FREQ") == "YEARLY" and every == 1 and months:
        words = _("yearly, in months %(months)s") if "," in months else _("once a year, in month %(months)s")
        return str(words) % {"months": months.replace(",", ", ")}
    return rule


def weekly_rule(days: Sequence[str], every: int) -> str:
    """The rule of some days of the week, every so many weeks."""
    chosen = ",".join(day for day in DAYS if day in days)
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={chosen}" if every > 1 else f"FREQ=WEEKLY;BYDAY={chosen}"


def weekly_days(rule: str) -> list[str] | None:
    """The days of a rule that `weekly_rule` makes for every week, else None: then the rule itself is shown."""
    days = rule.removeprefix("FREQ=WEEKLY;BYDAY=").split(",")
    return days if rule == weekly_rule(days, 1) and set(days) <= set(DAYS) else None


def day_name(day: str) -> str:
    """The short name of a day of the week, MO to SU."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return str(names[DAYS.index(day)])
