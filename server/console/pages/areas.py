"""Areas and their office hours, by which deadlines are computed and duty begins."""

from __future__ import annotations

from datetime import datetime, time

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console.access import viewer
from server.console.forms import Form
from server.console.queries import duty as queries
from server.database import snapshot, transaction
from server.office_hours import OFFICE_HOURS
from server.places.models import Area
from server.places.office_hours import OfficeHoursInvalid, set_office_hours, use_usual_hours

blueprint = Blueprint("areas", __name__, url_prefix="/areas")


@blueprint.before_request
def _require_planner() -> None:
    if not viewer().plans_duty:
        abort(404)


@blueprint.get("/")
def page() -> str:
    """The areas, with the form of the one asked for."""
    with snapshot() as session:
        area = _area(session, request.args.get("area") or None)
        return _page(session, area, _filled(area))


@blueprint.post("/<code>/hours")
def set_hours(code: str) -> Response | tuple[str, int]:
    """Set an area's office hours; both fields empty: the usual ones."""
    form = Form(request.form)
    try:
        with transaction() as session:
            area = _area(session, code)
            if not form.value("opens").strip() and not form.value("closes").strip():
                use_usual_hours(session, area)
            else:
                opens, closes = _time(form, "opens"), _time(form, "closes")
                if opens is not None and closes is not None:
                    set_office_hours(session, area, opens, closes)
    except OfficeHoursInvalid:
        form.refuse("closes", _("The office closes after it opens, on the same day."))
    if not form.is_good:
        with snapshot() as session:
            return _page(session, _area(session, code), form), 422
    flash(_("The office hours are set. They count for what is received from now on."))
    return redirect(url_for(".page", area=code))


def _page(session: Session, area: Area, form: Form) -> str:
    return render_template(
        "pages/areas.html",
        areas=queries.areas(session, viewer()),
        area=area,
        usual=OFFICE_HOURS,
        form=form,
    )


def _area(session: Session, code: str | None) -> Area:
    """The area asked for, of those that the viewer plans; the first when none is."""
    found = next((row for row in queries.areas(session, viewer()) if code in (None, row.code)), None)
    if found is None:
        abort(404)
    return found


def _filled(area: Area) -> Form:
    if area.opens is None or area.closes is None:
        return Form()
    return Form({"opens": f"{area.opens:%H:%M}", "closes": f"{area.closes:%H:%M}"})


def _time(form: Form, name: str) -> time | None:
    text = form.value(name).strip().replace(".", ":")
    if not text:
        form.refuse(name, _("Fill this in, or leave both empty."))
        return None
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a time of day, of no day
    except ValueError:
        form.refuse(name, _("Give a time of day."))
        return None
