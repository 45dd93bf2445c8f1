"""Reads the form of a plan, and fills it with one that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from server.console import labels
from server.console.forms import Form
from server.console.rrule_words import DAYS, weekly_days, weekly_rule
from server.people.models import Person
from server.places.models import Space
from server.rounds.models import RoundPlan
from server.rounds.plans import NewPlan, PlannedVisit
from server.rounds.recurrence import RULE_CHARACTERS_MAX, InvalidRule, RuleWithoutDays, check_rule
from server.rounds.usual_tasks import usual_tasks

WEEKS_MAX = 12
MINUTES_MAX = 1_440


def read_plan(
    form: Form,
    values: MultiDict[str, str],
    place: tuple[str, str | None],
    spaces: Sequence[Space],
    *,
    takers: Mapping[str, Person | None],
    organisation_of: Mapping[str, str],
    tasks_before: Mapping[str, tuple[str, ...]],
) -> NewPlan | None:
    """The plan that a form asks for, or None when something is wrong: the form then says what.

    `place` is (property id, building id or None for the yard); `takers` are the choices of the field `taker`, a person
    or None for an organisation's people, `organisation_of` their employers. `tasks_before`: what a changed plan says of
    a space, which the form does not show.
    """
    work = form.choice("work", labels.WORKS) or ""
    starts_on, ends_on = read_day(form, "starts_on"), read_day(form, "ends_on", is_required=False)
    rule = _rule(form, values, starts_on)
    season_from, season_to = _season(form)
    holidays = form.choice("holidays", labels.HOLIDAY_RULES) or ""
    on_skip = form.choice("on_skip", labels.SKIP_RULES) or ""
    taker = form.choice("taker", takers) or ""
    visits = _visits(form, values, spaces, work, tasks_before)
    if ends_on is not None and starts_on is not None and ends_on < starts_on:
        form.refuse("ends_on", _("It ends before it begins."))
    if not form.is_good or starts_on is None:
        return None
    person = takers[taker]
    return NewPlan(
        property_id=place[0],
        building_id=place[1],
        organisation_id=organisation_of[taker],
        person_id=person.id if person is not None else None,
        work=work,
        rrule=rule,
        starts_on=starts_on,
        ends_on=ends_on,
        season_from=season_from,
        season_to=season_to,
        holidays=holidays,
        on_skip=on_skip,
        visits=visits,
    )


def filled(plan: RoundPlan, from_day: date) -> MultiDict[str, str]:
    """A plan as its form shows it, to be changed from a day on."""
    days = weekly_days(plan.rrule)
    values: MultiDict[str, str] = MultiDict(
        {
            "work": plan.work,
            "every": "1",
            "rrule": "" if days else plan.rrule,
            "starts_on": from_day.isoformat(),
            "ends_on": plan.ends_on.isoformat() if plan.ends_on else "",
            "season_from": day_of_year_words(plan.season_from),
            "season_to": day_of_year_words(plan.season_to),
            "holidays": plan.holidays,
            "on_skip": plan.on_skip,
            "taker": f"person:{plan.person_id}" if plan.person_id else f"organisation:{plan.organisation_id}",
        }
    )
    values.setlist("days", days or [])
    values.setlist("spaces", [visit.space_id for visit in plan.visits])
    for visit in plan.visits:
        values[f"minutes-{visit.space_id}"] = str(visit.norm_minutes)
    return values


def read_day(form: Form, name: str, *, is_required: bool = True) -> date | None:
    """A date field (YYYY-MM-DD, as browsers send it)."""
    text = form.text(name, 10, is_required=is_required)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        form.refuse(name, _("This is no date."))
        return None


def day_of_year_words(text: str | None) -> str:
    """`11-01` as people write it, `1.11.`; nothing for no season."""
    return f"{int(text[3:])}.{int(text[:2])}." if text else ""


def _rule(form: Form, values: MultiDict[str, str], starts_on: date | None) -> str:
    days = [day for day in values.getlist("days") if day in DAYS]
    every = form.value("every") or "1"
    written = form.text("rrule", RULE_CHARACTERS_MAX, is_required=False).upper().removeprefix("RRULE:")
    if not written and not days:
        form.refuse("days", _("Choose a day of the week at least, or write a rule."))
        return ""
    if not every.isdigit() or not 1 <= int(every) <= WEEKS_MAX:
        form.refuse("every", _("Choose one."))
        return ""
    rule = written or weekly_rule(days, int(every))
    try:
        check_rule(rule, starts_on or date(2026, 1, 1))
    except RuleWithoutDays:
        form.refuse("rrule", _("This rule never comes to a day."))
    except InvalidRule:
        form.refuse("rrule", _("This is no rule of days, such as FREQ=MONTHLY;BYDAY=1TU."))
    return rule


def _season(form: Form) -> tuple[str | None, str | None]:
    begins, ends = (_day_of_year(form, name) for name in ("season_from", "season_to"))
    if (begins is None) != (ends is None):
        form.refuse("season_to" if begins else "season_from", _("A season has both a first and a last day."))
    return begins, ends


def _day_of_year(form: Form, name: str) -> str | None:
    text = form.text(name, 6, is_required=False)
    if not text:
        return None
    day, _dot, month = text.rstrip(".").partition(".")
    try:
        return date(2000, int(month), int(day)).strftime("%m-%d")
    except ValueError:
        form.refuse(name, _("Write a day of the year, such as 1.11."))
        return None


def _visits(
    form: Form,
    values: MultiDict[str, str],
    spaces: Sequence[Space],
    work: str,
    tasks_before: Mapping[str, Collection[str]],
) -> list[PlannedVisit]:
    chosen = set(values.getlist("spaces"))
    visits = []
    for space in spaces:
        if space.id not in chosen:
            continue
        minutes = values.get(f"minutes-{space.id}", "").strip() or str(space.norm_minutes)
        if not minutes.isdigit() or not 0 < int(minutes) <= MINUTES_MAX:
            form.refuse("spaces", _("Norm minutes are whole numbers from 1 to 1,440."))
            continue
        tasks = tuple(tasks_before.get(space.id) or usual_tasks(space.kind, work))
        visits.append(PlannedVisit(space.id, tasks, int(minutes)))
    if not visits:
        form.refuse("spaces", _("Choose a space at least."))
    return visits
