"""What could not be applied: applied after all, corrected, or dismissed."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from server.console import correction, labels
from server.console.access import viewer
from server.console.correction import Part
from server.console.entry_page import Answer, decided, decided_already, entry_page, locked
from server.console.forms import Form
from server.console.queries.correction import choices_of
from server.console.requests import next_url
from server.console.wording import wording_of
from server.database import snapshot, transaction
from server.inbox import decide
from server.inbox.models import InboxDecision
from server.review import search, services
from server.review.models import LogEntry
from server.review.permission import find
from sync.wire import parse_json

blueprint = Blueprint("quarantine", __name__, url_prefix="/review/<key>")


@blueprint.post("/apply")
def apply(key: str) -> Answer:
    """Apply it as it came: what was in the way may be gone."""
    try:
        with transaction() as session:
            operation = locked(session, key).operation
            made = decide.apply_quarantined(session, operation, viewer().person_id, datetime.now(UTC))
            failed = _still(made)
    except decide.AlreadyDecided:
        return decided_already(key)
    if failed is None:
        return decided(key, _("It is applied now."))
    form = Form()
    form.refuse("decision", failed)
    return entry_page(key, form), 422


@blueprint.get("/correct")
def form(key: str) -> Answer:
    """The form of what the phone sent."""
    if not viewer().may_decide:
        abort(403)
    try:
        return _correct_page(key)
    except decide.AlreadyDecided:
        return decided_already(key)


@blueprint.post("/correct")
def mend(key: str) -> Answer:
    """Apply a corrected copy. What the phone sent stays beside it."""
    form = Form(request.form)
    comment = form.text("comment", services.COMMENT_CHARACTERS_MAX, is_required=False)
    try:
        with transaction() as session:
            _entry, sent, parts = _sent(session, key)
            wanted = correction.read(form, sent, parts, key)
            if form.is_good:
                operation = locked(session, key).operation
                made = decide.mend(session, operation, wanted, viewer().person_id, comment, datetime.now(UTC))
                failed = _still(made)
                if failed is not None:
                    form.refuse("decision", failed)
        return (
            decided(key, _("The corrected record is applied."))
            if form.is_good
            else (_correct_page(key, form), 422)
        )
    except decide.AlreadyDecided:
        return decided_already(key)
    except decide.TooLarge:
        form.refuse("json", _("This is too much for one record."))
        return _correct_page(key, form), 422


@blueprint.post("/dismiss")
def dismiss(key: str) -> Answer:
    """Leave it unapplied for ever, with the reason."""
    form = Form(request.form)
    reason = form.text("why", services.COMMENT_CHARACTERS_MAX)
    if not form.is_good:
        return entry_page(key, form), 422
    try:
        with transaction() as session:
            operation = locked(session, key).operation
            decide.dismiss(session, operation, viewer().person_id, reason, datetime.now(UTC))
    except decide.AlreadyDecided:
        return decided_already(key)
    return decided(key, _("It is dismissed. The worker sees why."))


def _sent(session: Session, key: str) -> tuple[LogEntry, object, list[Part]]:
    """An undecided entry that the viewer may see (else 404), what the phone sent, and the form for it."""
    if find(session, viewer(), LogEntry, key) is None:
        abort(404)
    [entry] = search.load(session, [key])
    if not entry.operation.is_undecided:
        raise decide.AlreadyDecided
    sent = parse_json(entry.operation.raw)
    return entry, sent, list(correction.parts_of(entry.kind, choices_of(session, viewer(), entry)))


def _still(made: InboxDecision) -> str | None:
    """Why an attempt did not succeed, in words."""
    if made.outcome != "quarantined":
        return None
    reason = labels.word(labels.QUARANTINE_REASONS, made.reason)
    return str(_("It still could not be applied: %(reason)s.", reason=reason))


def _correct_page(key: str, form: Form | None = None) -> str:
    with snapshot() as session:
        entry, sent, parts = _sent(session, key)
        return render_template(
            "pages/correct.html",
            entry=entry,
            wording=wording_of(entry),
            form=form or correction.filled_in(sent, parts),
            parts=parts,
            sent_json=correction.readable(sent),
            next=next_url(url_for("console.review.page")),
        )
