"""One entry of the log: what was recorded beside what is now, and the decision."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, request
from flask_babel import ngettext

from server.console.entry_page import Answer, decided, decided_already, deciding_person, entry_page, locked
from server.console.forms import Form
from server.database import transaction
from server.review import services

blueprint = Blueprint("entry", __name__, url_prefix="/review/<key>")


@blueprint.get("/")
def page(key: str) -> str:
    """The entry; as a part of a page for the sheet beside the log."""
    return entry_page(key, Form())


@blueprint.post("/approve")
def approve(key: str) -> Answer:
    """Approve it."""
    with transaction() as session:
        entry = locked(session, key)
        is_approved = bool(services.approve(session, [entry], deciding_person(session), datetime.now(UTC)))
    if not is_approved:
        return decided_already(key)
    return decided(key, ngettext("%(num)s entry approved.", "%(num)s entries approved.", 1))


@blueprint.post("/return")
def send_back(key: str) -> Answer:
    """Send it back with a comment."""
    form = Form(request.form)
    comment = form.text("comment", services.COMMENT_CHARACTERS_MAX)
    if not form.is_good:
        return entry_page(key, form), 422
    try:
        with transaction() as session:
            entry = locked(session, key)
            services.return_entry(session, entry, comment, deciding_person(session), datetime.now(UTC))
    except services.AlreadyReviewed:
        return decided_already(key)
    return decided(key, ngettext("%(num)s entry was sent back.", "%(num)s entries were sent back.", 1))
