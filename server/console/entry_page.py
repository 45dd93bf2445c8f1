"""The page of one entry, and how a decision about it is answered: with the page, with its part, or by going on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console.access import viewer
from server.console.forms import Form
from server.console.queries.entry import find_entry
from server.console.requests import is_fragment, next_url
from server.console.wording import wording_of
from server.database import snapshot
from server.people.models import Person
from server.review import search
from server.review.models import LogEntry

Answer = str | Response | tuple[str, int]


def entry_page(key: str, form: Form, message: str | None = None) -> str:
    """The entry as it is now; as a part of a page for the sheet beside the log."""
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
            raw=indented(detail.entry.operation.raw),
            form=form,
            message=message,
            next=next_url(url_for("console.review.page")),
        )


def decided(key: str, message: str) -> Answer:
    """In the sheet: the entry as it is now, with its row of the log. Otherwise back to where the form came from."""
    if is_fragment():
        return entry_page(key, Form(), message=message)
    flash(message)
    return redirect(next_url(url_for("console.review.page")))


def decided_already(key: str) -> Answer:
    """Somebody else was faster."""
    form = Form()
    form.refuse("decision", _("Somebody else decided this meanwhile. Below is how it stands."))
    return entry_page(key, form), 409


def locked(session: Session, key: str) -> LogEntry:
    """The entry, if the viewer may see it (else 404), locked so that of two supervisors the first decides."""
    found = search.entries_to_decide(session, viewer(), [key])
    if not found:
        abort(404)
    return found[0]


def deciding_person(session: Session) -> Person:
    """Who decides: the person in front of the screen."""
    return session.get_one(Person, viewer().person_id)


def indented(raw: bytes) -> str:
    """What came from the phone, whole, for reading."""
    try:
        text = json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return raw.decode(errors="replace")
    return text.encode(errors="replace").decode()
