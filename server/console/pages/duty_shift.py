"""One shift: hand it over, swap it, change it, take it out of the roster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console.access import viewer
from server.console.forms import Form
from server.console.queries import duty as queries
from server.console.shift_form import PLACES, filled, parse_shift, refuse
from server.console.template_words import name_of
from server.console.times import when
from server.database import snapshot, transaction
from server.duty import services
from server.duty.models import DutyShift
from server.duty.roster import candidates
from server.local_time import local_day
from server.people.models import Person

blueprint = Blueprint("duty_shift", __name__, url_prefix="/duty/shifts/<key>")

Step = Callable[[Session, DutyShift, Form, Person, datetime], None]


@blueprint.get("/")
def page(key: str) -> str:
    """The shift."""
    return _page(key, {})


@blueprint.post("/hand-over")
def hand_over(key: str) -> Response | tuple[str, int]:
    """Give it to somebody else."""

    def step(session: Session, shift: DutyShift, form: Form, by: Person, now: datetime) -> None:
        people = {person.id: person for person in candidates(session)}
        chosen = form.choice("to", people)
        if chosen is not None:
            services.hand_over(session, shift, people[chosen], by, now)

    return _do(key, "hand_over", "to", step)


@blueprint.post("/swap")
def swap(key: str) -> Response | tuple[str, int]:
    """Exchange it with a shift of somebody else."""

    def step(session: Session, shift: DutyShift, form: Form, by: Person, now: datetime) -> None:
        others = {other.id: other for other in queries.swappable(session, viewer(), shift, now)}
        chosen = form.choice("other", others)
        if chosen is not None:
            services.swap(session, shift, others[chosen], by, now)

    return _do(key, "swap", "other", step)


@blueprint.post("/change")
def change(key: str) -> Response | tuple[str, int]:
    """Give it other times, another place or person."""

    def step(session: Session, shift: DutyShift, form: Form, by: Person, now: datetime) -> None:
        new = parse_shift(form, shift.area_code, candidates(session))
        if new is not None:
            services.change_shift(session, shift, new, by, now)

    return _do(key, "change", "person", step)


@blueprint.post("/remove")
def remove(key: str) -> Response | tuple[str, int]:
    """Take it out of the roster."""

    def step(session: Session, shift: DutyShift, _form: Form, by: Person, now: datetime) -> None:
        services.remove_shift(session, shift, by, now)

    return _do(key, "remove", "", step)


def _do(key: str, which: str, field: str, step: Step) -> Response | tuple[str, int]:
    form, now = Form(request.form), datetime.now(UTC)
    try:
        with transaction() as session:
            shift = queries.find_shift(session, viewer(), key)
            if shift is None:
                abort(404)
            area_code, week = shift.area_code, local_day(shift.begins_at).isoformat()
            step(session, shift, form, session.get_one(Person, viewer().person_id), now)
        if form.is_good:
            flash(_("The roster was changed. It holds from now on."))
            return redirect(url_for("console.duty.page", area=area_code, week=week))
    except services.RosterError as error:
        refuse(form, error, field)
    return _page(key, {which: form}), 422


def _page(key: str, forms: dict[str, Form]) -> str:
    now = datetime.now(UTC)
    with snapshot() as session:
        shift = queries.find_shift(session, viewer(), key)
        if shift is None:
            abort(404)
        return render_template(
            "pages/duty_shift.html",
            now=now,
            shift=shift,
            others={row.id: _words(row, now) for row in queries.swappable(session, viewer(), shift, now)},
            people={person.id: person.name for person in candidates(session)},
            places=PLACES,
            hand_over=forms.get("hand_over", Form()),
            swap=forms.get("swap", Form()),
            change=forms.get("change", filled(shift)),
        )


def _words(shift: DutyShift, now: datetime) -> str:
    """A shift in one line, as it is chosen from others."""
    return f"{shift.person.name}, {name_of(shift.area)}, {when(shift.begins_at, now)} – {when(shift.ends_at, now)}"
