"""Work orders: the list, and a new one."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.new_order_form import read_new_order
from server.console.order_deadlines import standing_of
from server.console.queries import orders as queries
from server.console.queries.orders import OrderFilter
from server.console.queries.places import buildings_to_choose, districts, suggested_properties
from server.console.requests import is_fragment, page_number, search_text
from server.database import snapshot, transaction
from server.local_time import local_day
from server.people.models import Person
from server.places.models import Property
from server.review.permission import find
from server.work_orders.models import WorkOrder
from server.work_orders.services import create_order

blueprint = Blueprint("orders", __name__, url_prefix="/orders")


@blueprint.get("/")
def page() -> str:
    """A page of orders."""
    now = datetime.now(UTC)
    wanted = _filter(request.args)
    with snapshot() as session:
        found = queries.page_of(session, viewer(), wanted, page_number(), now)
        return render_template(
            "pages/orders.html",
            now=now,
            today=local_day(now),
            wanted=wanted,
            found=found,
            stands={order.id: standing_of(order, now) for order in found.orders},
            page_size=queries.PAGE_SIZE,
            districts=districts(session, viewer()),
        )


@blueprint.get("/new")
def new() -> str:
    """First where: a search that suggests properties. Then, for a chosen one, the form."""
    _require_decider()
    text = search_text(request.args, "place")
    with snapshot() as session:
        chosen = find(session, viewer(), Property, request.args.get("property", ""))
        if chosen is not None:
            return _form(session, Form(request.args), chosen)
        found = suggested_properties(session, viewer(), text)
        template = "parts/suggested_properties.html" if is_fragment() else "pages/new_order_place.html"
        return render_template(template, text=text, found=found)


@blueprint.post("/new")
def create() -> str | Response | tuple[str, int]:
    """Make the order. What is wrong is said at its field; what was typed stays."""
    form = Form(request.form)
    with transaction() as session:
        property_ = find(session, viewer(), Property, form.value("property"))
        if property_ is None:
            abort(404)
        by = session.get_one(Person, viewer().person_id)
        wanted = read_new_order(form, property_, buildings_to_choose(viewer(), property_), by)
        if wanted is None:
            return _form(session, form, property_), 422
        order = create_order(session, wanted, datetime.now(UTC))
        key, number = order.id, order.number
        session.flush()
        is_ours = find(session, viewer(), WorkOrder, key) is not None
    if is_ours:
        flash(_("Order T-%(number)s is made. Give it to somebody now, or later.", number=number))
        return redirect(url_for("console.order.page", key=key))
    flash(_("Order T-%(number)s is made and went to the organisation that sees to it.", number=number))
    return redirect(url_for(".page"))


def _form(session: Session, form: Form, property_: Property) -> str:
    return render_template(
        "pages/new_order.html",
        form=form,
        property=property_,
        buildings=buildings_to_choose(viewer(), property_),
    )


def _require_decider() -> None:
    if not viewer().may_decide:
        abort(403)


def _filter(values: MultiDict[str, str]) -> OrderFilter:
    state = values.get("state", "open")
    urgency, category, time = values.get("urgency"), values.get("category"), values.get("time")
    return OrderFilter(
        state=state if state in {*labels.ORDER_STATES, "open", "waiting", "all"} else "open",
        urgency=urgency if urgency in labels.URGENCIES else None,
        category=category if category in labels.ORDER_CATEGORIES else None,
        district_code=search_text(values, "district") or None,
        time=time if time in {"late", "today"} else None,
        worker=search_text(values, "worker"),
        text=search_text(values, "text"),
    )
