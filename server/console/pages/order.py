"""One work order: its facts and history, and what can be done with it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.config import Settings
from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.order_deadlines import standing_of
from server.console.order_history import history_of
from server.console.plan_form import read_day
from server.console.queries import orders as queries
from server.console.queries.order_links import links_of, mergeable
from server.console.queries.residents import resident_side
from server.database import snapshot, transaction
from server.local_time import local_day
from server.people.models import Person
from server.review.permission import find
from server.work_orders import merging, services
from server.work_orders.models import WorkOrder
from server.work_orders.pauses import UNTIL_DAYS_MAX, NewPause
from server.work_orders.rules import OPEN_STATES
from sync.limits import TEXT_CHARACTERS_MAX

blueprint = Blueprint("order", __name__, url_prefix="/orders/<key>")

_Answer = Response | tuple[str, int]


@blueprint.get("/")
def page(key: str) -> str:
    """The order."""
    return _order_page(key, Form())


@blueprint.post("/assign")
def assign(key: str) -> _Answer:
    """Give it to somebody, or to nobody."""
    form = Form(request.form)
    try:
        with transaction() as session:
            order = _order(session, key)
            people = {person.id: person for person in queries.candidates(session, viewer(), order)}
            chosen = form.choice("person", people, is_required=False)
            if form.is_good:
                services.assign(session, order, people.get(chosen or ""), _person(session), datetime.now(UTC))
                flash(_("The order has its worker.") if chosen else _("The order waits for a worker."))
    except services.OrderClosed:
        form.refuse("person", _("The order is closed already."))
    return _answer(key, form)


@blueprint.post("/cancel")
def cancel(key: str) -> _Answer:
    """Call it off, saying why."""
    form = Form(request.form)
    reason = form.text("reason", TEXT_CHARACTERS_MAX)
    try:
        with transaction() as session:
            order = _order(session, key)
            if form.is_good:
                services.cancel(session, order, _person(session), reason, datetime.now(UTC))
                flash(
                    _("The order is cancelled. Work that is still on a phone will be kept and shown to you.")
                )
    except services.OrderClosed:
        form.refuse("reason", _("The order is closed already."))
    return _answer(key, form)


@blueprint.post("/comment")
def comment(key: str) -> _Answer:
    """Say something about it; it reaches the worker's phone."""
    form = Form(request.form)
    text = form.text("text", TEXT_CHARACTERS_MAX)
    with transaction() as session:
        order = _order(session, key)
        if form.is_good:
            services.add_comment(session, order, text, viewer().person_id, datetime.now(UTC))
    return _answer(key, form)


@blueprint.post("/pause")
def pause(key: str) -> _Answer:
    """Let it wait, saying why and until when."""
    form, now = Form(request.form), datetime.now(UTC)
    reason = form.choice("pause_reason", labels.PAUSE_REASONS)
    until = read_day(form, "until", is_required=False)
    text = form.text("pause_text", TEXT_CHARACTERS_MAX, is_required=False)
    if until is not None and not 0 <= (until - local_day(now)).days <= UNTIL_DAYS_MAX:
        form.refuse("until", _("Choose a day from today on, a year ahead at most."))
    try:
        with transaction() as session:
            order = _order(session, key)
            if form.is_good and reason is not None:
                services.pause(session, order, NewPause(reason, until, text or None), _person(session), now)
                flash(_("The order waits. Its worker sees why on the phone."))
    except services.OrderClosed:
        form.refuse("pause_reason", _("The order is closed already."))
    return _answer(key, form)


@blueprint.post("/resume")
def resume(key: str) -> _Answer:
    """Let it go on."""
    try:
        with transaction() as session:
            had_waited = services.resume(session, _order(session, key), _person(session), datetime.now(UTC))
        flash(_("The order goes on.") if had_waited else _("The order did not wait for anything."))
    except services.OrderClosed:
        flash(_("The order is closed already."))
    return redirect(url_for(".page", key=key))


@blueprint.post("/merge")
def merge_into(key: str) -> _Answer:
    """Close it as the same as another one."""
    form = Form(request.form)
    try:
        with transaction() as session:
            order = _order(session, key)
            others = {other.id: other for other in mergeable(session, viewer(), order)}
            chosen = form.choice("into", others)
            if form.is_good and chosen:
                merging.merge(session, order, others[chosen], _person(session), datetime.now(UTC))
                flash(_("The orders are one now. What is still on a phone will be kept and shown to you."))
                key = chosen
    except merging.NotMergeable:
        form.refuse("into", _("One of the two is closed already."))
    return _answer(key, form)


def _answer(key: str, form: Form) -> _Answer:
    if form.is_good:
        return redirect(url_for(".page", key=key))
    return _order_page(key, form), 422


def _order_page(key: str, form: Form) -> str:
    now = datetime.now(UTC)
    settings: Settings = current_app.extensions["kierros_settings"]
    with snapshot() as session:
        order = queries.find_order(session, viewer(), key)
        if order is None:
            abort(404)
        people = queries.candidates(session, viewer(), order) if viewer().may_decide else []
        return render_template(
            "pages/order.html",
            now=now,
            today=local_day(now),
            order=order,
            stand=standing_of(order, now),
            links=links_of(session, viewer(), order),
            contacts=[each.contact for each in (order, *order.merged) if each.contact is not None],
            is_open=order.state in OPEN_STATES,
            history=history_of(session, order),
            people=people,
            loads=queries.open_orders_by_person(session, people),
            form=form,
            resident=resident_side(session, order.id),
            retention_months=settings.contact_retention_months,
        )


def _order(session: Session, key: str) -> WorkOrder:
    order = find(session, viewer(), WorkOrder, key)
    if order is None:
        abort(404)
    return order


def _person(session: Session) -> Person:
    return session.get_one(Person, viewer().person_id)
