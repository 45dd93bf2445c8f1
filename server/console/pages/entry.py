"""One entry of the log: what was recorded beside what is now, and the decision."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console.access import viewer
from server.console.forms import Form
from server.console.queries.entry import find_entry
from server.console.requests import is_fragment, next_url
from server.console.wording import wording_of
from server.database import snapshot, transaction
from server.people.models import Person
from server.review import search, services
from server.review.models import LogEntry

blueprint = Blueprint("entry", __name__, url_prefix="/review/<key>")

_Answer = str | Response | tuple[str, int]


@blueprint.get("/")
def page(key: str) -> str:
    """The entry; as a part of a page for the sheet beside the log."""
    return _entry_page(key, Form())


@blueprint.post("/approve")
def approve(key: str) -> _Answer:
    """Approve it."""
    with transaction() as session:
        entry = _locked(session, key)
        is_approved = bool(services.approve(session, [entry], _person(session), datetime.now(UTC)))
    if not is_approved:
        return _decided_already(key)
    return _decided(key, ngettext("%(num)s entry approved.", "%(num)s entries approved.", 1))


@blueprint.post("/return")
def send_back(key: str) -> _Answer:
    """Send it back with a comment."""
    form = Form(request.form)
    comment = form.text("comment", services.COMMENT_CHARACTERS_MAX)
    if not form.is_good:
        return _entry_page(key, form), 422
    try:
        with transaction() as session:
            services.return_entry(
                session, _locked(session, key), comment, _person(session), datetime.now(UTC)
            )
    except services.AlreadyReviewed:
        return _decided_already(key)
    return _decided(key, ngettext("%(num)s entry was sent back.", "%(num)s entries were sent back.", 1))


def _locked(session: Session, key: str) -> LogEntry:
    found = search.entries_to_decide(session, viewer(), [key])
    if not found:
        abort(404)
    return found[0]


def _decided(key: str, message: str) -> _Answer:
    """In the sheet: the entry as it is now, with its row of the log. Otherwise back to where the form came from."""
    if is_fragment():
        return _entry_page(key, Form(), message=message)
    flash(message)
    return redirect(next_url(url_for("console.review.page")))


def _decided_already(key: str) -> _Answer:
    form = Form()
    form.refuse("decision", _("Somebody else decided this meanwhile. Below is how it stands."))
    return _entry_page(key, form), 409


def _entry_page(key: str, form: Form, message: str | None = None) -> str:
    with snapshot() as session:
        detail = find_entry(session, viewer(), key)
        if detail is None:
            abort(404)
        return render_template(
            "parts/entry_sheet.html" if is_fragment() else "pages/entry.html",
            now=datetime.now(UTC),
            detail=detail,
            entry=detail.entry,
            wording=wording_of(detail.entry),
            raw=_indented(detail.entry.operation.raw),
            form=form,
            message=message,
            next=next_url(url_for("console.review.page")),
        )


def _indented(raw: bytes) -> str:
    """What came from the phone, whole, for reading."""
    try:
        text = json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return raw.decode(errors="replace")
    return text.encode(errors="replace").decode()


def _person(session: Session) -> Person:
    return session.get_one(Person, viewer().person_id)
