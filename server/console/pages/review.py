"""The synced log: filtered by its address, decided by the row, by the selection, or all that is clean at once."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.queries.places import districts
from server.console.requests import next_url, page_number, search_text
from server.console.wording import wording_of
from server.database import snapshot, transaction
from server.people.models import Person
from server.review import search, services
from server.review.search import LogFilter

blueprint = Blueprint("review", __name__, url_prefix="/review")

DAYS = (1, 2, 7, 14, 30)


@blueprint.get("/")
def page() -> str:
    """A page of the log."""
    now = datetime.now(UTC)
    wanted = _filter(request.args)
    with snapshot() as session:
        found = search.page_of(session, viewer(), wanted, page_number(), now)
        return render_template(
            "pages/review.html",
            now=now,
            wanted=wanted,
            found=found,
            page_size=search.PAGE_SIZE,
            rows=[(entry, wording_of(entry)) for entry in found.entries],
            clean=search.count_clean(session, viewer(), wanted, now),
            districts=districts(session, viewer()),
            days_choices=DAYS,
        )


@blueprint.post("/approve")
def approve() -> Response:
    """Approve what was selected."""
    now = datetime.now(UTC)
    keys = request.form.getlist("entry")[: search.PAGE_SIZE]
    with transaction() as session:
        entries = search.entries_to_decide(session, viewer(), keys)
        approved = services.approve(session, entries, _person(session), now)
        count = len(approved)
    _tell_approved(count, len(keys))
    return redirect(next_url(url_for(".page")))


@blueprint.post("/approve-clean")
def approve_clean() -> Response:
    """Approve all that is clean behind a filter and had come in when the page was made."""
    now = datetime.now(UTC)
    seen_at = _instant(request.form.get("seen_at", ""))
    if seen_at is None:
        abort(400)
    with transaction() as session:
        entries = search.clean_entries(session, viewer(), _filter(request.form), min(seen_at, now), now)
        count = len(services.approve(session, entries, _person(session), now))
    _tell_approved(count, count)
    return redirect(next_url(url_for(".page")))


@blueprint.route("/return", methods=["GET", "POST"])
def send_back() -> str | Response | tuple[str, int]:
    """Send what was selected back with one comment. Without a comment: the page that asks for it."""
    now = datetime.now(UTC)
    form = Form(request.form)
    keys = request.values.getlist("entry")[: search.PAGE_SIZE]
    is_asking = request.method == "GET" or "comment" not in request.form
    comment = "" if is_asking else form.text("comment", services.COMMENT_CHARACTERS_MAX)
    if is_asking or not form.is_good:
        return _comment_page(form, keys, now), 200 if is_asking else 422
    with transaction() as session:
        by = _person(session)
        entries = [
            entry for entry in search.entries_to_decide(session, viewer(), keys) if entry.state == "open"
        ]
        for entry in entries:
            services.return_entry(session, entry, comment, by, now)
        count = len(entries)
    flash(ngettext("%(num)s entry was sent back.", "%(num)s entries were sent back.", count))
    return redirect(next_url(url_for(".page")))


def _comment_page(form: Form, keys: list[str], now: datetime) -> str:
    with snapshot() as session:
        visible = search.visible_keys(session, viewer(), keys)
        entries = [entry for entry in search.load(session, visible) if entry.state == "open"]
        if not entries:
            abort(404)
        rows = [(entry, wording_of(entry)) for entry in entries]
        return render_template(
            "pages/send_back.html", form=form, rows=rows, now=now, next=next_url(url_for(".page"))
        )


def _filter(values: MultiDict[str, str]) -> LogFilter:
    state = values.get("state", "open")
    attention = values.get("attention")
    days = values.get("days", "")
    kind = values.get("kind")
    return LogFilter(
        state=state if state in {*labels.ENTRY_STATES, "all"} else "open",
        attention=attention if attention in {"needed", "clean"} else None,
        person=search_text(values, "person"),
        district_code=search_text(values, "district") or None,
        kind=kind if kind in labels.KINDS else None,
        place=search_text(values, "place"),
        days=int(days) if days in map(str, DAYS) else None,
    )


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _tell_approved(count: int, asked: int) -> None:
    flash(ngettext("%(num)s entry approved.", "%(num)s entries approved.", count))
    if count < asked:
        flash(
            _("The others had been decided already, or could not be applied: those are decided one by one.")
        )


def _person(session: Session) -> Person:
    return session.get_one(Person, viewer().person_id)
