"""Times, ages, amounts and shares as people here write them: d.m.yyyy, 24 hours, weeks from Monday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _

from server.local_time import local, local_day


def clock(at: datetime) -> str:
    """The local time of day: 8.14 in Finnish and Swedish, 8:14 in English."""
    return hour(local(at).time())


def hour(at: time) -> str:
    """A time of day: 8.14 in Finnish and Swedish, 8:14 in English."""
    separator = ":" if str(get_locale()).startswith("en") else "."
    return f"{at.hour}{separator}{at.minute:02}"


def day(on: date) -> str:
    """A date with its year: 24.11.2025."""
    return f"{on.day}.{on.month}.{on.year}"


def when(at: datetime, now: datetime) -> str:
    """An instant as short as is clear: the time alone today, else with its day, and the year when it is another."""
    on, today = local_day(at), local_day(now)
    if on == today:
        return clock(at)
    if on.year == today.year:
        return f"{on.day}.{on.month}. {clock(at)}"
    return f"{day(on)} {clock(at)}"


def full(at: datetime) -> str:
    """An instant in full: 24.11.2025 8.14."""
    return f"{day(local_day(at))} {clock(at)}"


def weekday(on: date) -> str:
    """The day of the week, short."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return str(names[on.weekday()])


def duration(span: timedelta) -> str:
    """A span in two units at most: 45 min, 2 h 5 min, 3 days. Never negative: the caller says before or after."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return str(_("%(minutes)s min", minutes=minutes))
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return str(
            _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
            if rest
            else _("%(hours)s h", hours=hours)
        )
    days = hours // 24
    return str(ngettext("%(num)s day", "%(num)s days", days))


def amount(value: float, unit: str) -> str:
    """An amount of a product with its unit, without useless decimals."""
    return f"{format_decimal(value)} {unit}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 in whole percent; a dash where there is none."""
    return "–" if share is None else f"{round(share * 100)} %"
