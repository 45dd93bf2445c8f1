"""One building: its brief, who has read it, its plans."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.plan_form import day_of_year_words, read_day
from server.console.queries import building as queries
from server.console.queries.rounds import plans_of_building
from server.console.rrule_words import rule_words
from server.database import is_uuid, snapshot, transaction
from server.local_time import local_day
from server.places import briefs
from server.places.briefs import BriefItemEnded, BriefSpan, NewItem
from server.places.models import BriefItem, Building

blueprint = Blueprint("building", __name__, url_prefix="/buildings/<key>")

_Answer = Response | tuple[str, int]


@blueprint.get("/")
def page(key: str) -> str:
    """The building; `change` names an item to be changed."""
    with snapshot() as session:
        building = _building(session, key)
        wanted = request.args.get("change", "")
        item = next((row for row in queries.items_of(session, building, _today()) if row.id == wanted), None)
        return _page(session, building, _filled(item) if item is not None else Form({"language": "fi"}), item)


@blueprint.post("/brief")
def add(key: str) -> _Answer:
    """Add an item to the brief, in the place of another one when `item` names that."""
    form, now = Form(request.form), datetime.now(UTC)
    try:
        with transaction() as session:
            building = _building(session, key)
            item = _item(session, building) if form.value("item") else None
            new = _read(form)
            if new is not None and item is not None:
                briefs.change_item(session, item, new, viewer().person_id, now)
            elif new is not None:
                briefs.add_item(session, building.id, new, viewer().person_id, now)
    except BriefSpan:
        form.refuse("valid_to", _("It would end before it begins, or before today."))
    except BriefItemEnded:
        form.refuse("text", _("Somebody has ended or changed this item already."))
    if not form.is_good:
        with snapshot() as session:
            building = _building(session, key)
            items = queries.items_of(session, building, _today())
            changed = next((row for row in items if row.id == form.value("item")), None)
            return _page(session, building, form, changed), 422
    flash(_("The brief is changed. Substitutes are asked to read it."))
    return redirect(url_for(".page", key=key))


@blueprint.post("/brief/end")
def end(key: str) -> Response:
    """End an item."""
    with transaction() as session:
        item = _item(session, _building(session, key))
        try:
            briefs.end_item(session, item, datetime.now(UTC))
        except BriefItemEnded:
            flash(_("It had ended already."))
        else:
            flash(_("The item has left the brief."))
    return redirect(url_for(".page", key=key))


def _page(session: Session, building: Building, form: Form, changed: BriefItem | None) -> str:
    today = _today()
    items = queries.items_of(session, building, today)
    return render_template(
        "pages/building.html",
        building=building,
        items=items,
        readers=queries.readers_of(session, viewer(), building, items, today),
        plans=plans_of_building(session, viewer(), building, today),
        form=form,
        changed=changed,
        today=today,
        rule_words=rule_words,
        season=day_of_year_words,
    )


def _read(form: Form) -> NewItem | None:
    topic = form.choice("topic", labels.BRIEF_TOPICS)
    language = form.choice("language", labels.LANGUAGES)
    text = form.text("text", briefs.BRIEF_CHARACTERS_MAX)
    valid_from = read_day(form, "valid_from", is_required=False)
    valid_to = read_day(form, "valid_to", is_required=False)
    if not form.is_good or topic is None or language is None:
        return None
    return NewItem(
        topic=topic,
        text=text,
        language=language,
        valid_from=valid_from,
        valid_to=valid_to,
        is_sensitive=form.value("is_sensitive") == "1",
    )


def _filled(item: BriefItem) -> Form:
    return Form(
        {
            "topic": item.topic,
            "language": item.language,
            "text": item.text,
            "valid_from": item.valid_from.isoformat() if item.valid_from else "",
            "valid_to": item.valid_to.isoformat() if item.valid_to else "",
            "is_sensitive": "1" if item.is_sensitive else "",
        }
    )


def _building(session: Session, key: str) -> Building:
    building = queries.find_building(session, viewer(), key)
    if building is None:
        abort(404)
    return building


def _item(session: Session, building: Building) -> BriefItem:
    key = request.form.get("item", "")
    item = session.get(BriefItem, key) if is_uuid(key) else None
    if item is None or item.building_id != building.id:
        abort(404)
    return item


def _today() -> date:
    return local_day(datetime.now(UTC))
