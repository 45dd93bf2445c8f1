"""Duty: who is on duty now, alerts, and the roster of an area week by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console.access import viewer
from server.console.forms import Form
from server.console.queries import duty as queries
from server.console.queries.duty import Day
from server.console.queries.orders import names_of
from server.console.shift_form import PLACES, parse_shift, refuse, typed
from server.database import snapshot, transaction
from server.duty import alerts
from server.duty.roster import candidates
from server.duty.services import RosterError, make_shift
from server.local_time import local_day
from server.people.models import Person
from server.places.models import Area

blueprint = Blueprint("duty", __name__, url_prefix="/duty")


@blueprint.before_request
def _require_plan() -> None:
    if not viewer().plans_duty:
        abort(404)


@blueprint.get("/")
def page() -> str:
    """An area's week."""
    with snapshot() as session:
        return _week(session, None)


@blueprint.post("/new")
def make() -> Response | tuple[str, int]:
    """Add a shift to the area shown."""
    form, now = Form(request.form), datetime.now(UTC)
    try:
        with transaction() as session:
            area = _area(session)
            new = parse_shift(form, area.code, candidates(session))
            if new is not None:
                make_shift(session, new, session.get_one(Person, viewer().person_id), now)
                flash(_("The shift is in the roster."))
                monday = _monday(local_day(new.begins_at))
                return redirect(url_for(".page", area=area.code, week=monday.isoformat()))
    except RosterError as error:
        refuse(form, error)
    with snapshot() as session:
        return _week(session, form), 422


@blueprint.post("/alerts/<key>/acknowledge")
def acknowledge(key: str) -> Response:
    """Take an alert on, so that nobody more is asked."""
    now = datetime.now(UTC)
    with transaction() as session:
        alert = queries.find_alert(session, viewer(), key)
        if alert is None:
            abort(404)
        alerts.acknowledge(session, alert.id, viewer().person_id, now, now, takes_order=False)
        area_code = alert.area_code
    flash(_("Nobody more is asked. See to it that somebody does the work."))
    return redirect(url_for(".page", area=area_code))


def _week(session: Session, form: Form | None) -> str:
    now = datetime.now(UTC)
    area = _area(session)
    areas = queries.areas(session, viewer())
    monday = _wanted_monday(now)
    days = queries.week_of(session, area.code, monday)
    changes = queries.changes_of(session, area.code)
    told = {str(part["person"]) for row in changes for part in (row.before, row.after) if part}
    return render_template(
        "pages/duty.html",
        now=now,
        today=local_day(now),
        area=area,
        areas=areas,
        monday=monday,
        before=(monday - timedelta(days=7)).isoformat(),
        after=(monday + timedelta(days=7)).isoformat(),
        days=days,
        on_duty=queries.on_duty_now(session, area.code, now),
        alerts=queries.alerts_of(session, [row.code for row in areas], now),
        area_names={row.code: row for row in areas},
        changes=changes,
        names=names_of(session, told),
        people={person.id: person.name for person in candidates(session)},
        places=PLACES,
        form=form or _proposed(days),
    )


def _proposed(days: Sequence[Day]) -> Form:
    """A new shift fills the first gap of the week, if there is one."""
    gap = next((gap for day in days for gap in day.gaps), None)
    values = {"place": "1"}
    if gap is not None:
        values |= {"begins_at": typed(gap.begins_at), "ends_at": typed(gap.ends_at)}
    return Form(values)


def _area(session: Session) -> Area:
    """The area asked for, of those that the viewer plans; the first when none is."""
    areas = queries.areas(session, viewer())
    code = request.values.get("area")
    found = next((area for area in areas if code in (None, "", area.code)), None)
    if found is None:
        abort(404)
    return found


def _wanted_monday(now: datetime) -> date:
    try:
        return _monday(date.fromisoformat(request.values.get("week", "")))
    except (ValueError, OverflowError):
        return _monday(local_day(now))


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
