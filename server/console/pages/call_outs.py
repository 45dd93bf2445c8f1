"""Call-outs for gritting and snow clearing: made, watched, ended."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console import courtyard_words
from server.console.access import viewer
from server.console.forms import Form
from server.console.queries import call_outs as queries
from server.console.queries.places import districts
from server.courtyard.models import CallOut
from server.courtyard.rules import CALLED_OUT_KINDS
from server.courtyard.services import call_out, end_call_out
from server.database import snapshot, transaction
from server.people.models import Person
from server.review.permission import find

blueprint = Blueprint("call_outs", __name__, url_prefix="/courtyard/call-outs")
_TEXT_MAX = 500


@blueprint.before_request
def _require_landlord() -> None:
    if not viewer().is_landlord:
        abort(404)


@blueprint.get("/")
def page() -> str:
    """Who has been called out, and what is left."""
    with snapshot() as session:
        return _page(session, Form())


@blueprint.post("/new")
def make() -> Response | tuple[str, int]:
    """Call the caretakers of some districts out."""
    _require_decider()
    form = Form(request.form)
    chosen = request.form.getlist("district")
    with transaction() as session:
        offered = {district.code for district in districts(session, viewer())}
        kind = form.choice("kind", CALLED_OUT_KINDS)
        text = form.text("text", _TEXT_MAX, is_required=False)
        if not chosen or not offered.issuperset(chosen):
            form.refuse("district", _("Choose one district at least."))
        if kind is None or not form.is_good:
            return _page(session, form), 422
        by = session.get_one(Person, viewer().person_id)
        call_out(session, kind, chosen, text or None, by, datetime.now(UTC))
    flash(_("The caretakers are called out. Their phones show it at their next sync."))
    return redirect(url_for(".page"))


@blueprint.post("/<key>/end")
def end(key: str) -> Response:
    """Nothing more is to be done for it."""
    _require_decider()
    with transaction() as session:
        found = find(session, viewer(), CallOut, key)
        if found is None:
            abort(404)
        end_call_out(session, found, session.get_one(Person, viewer().person_id), datetime.now(UTC))
    flash(_("The call-out is over."))
    return redirect(url_for(".page"))


def _page(session: Session, form: Form) -> str:
    now = datetime.now(UTC)
    return render_template(
        "pages/call_outs.html",
        now=now,
        form=form,
        chosen=request.form.getlist("district"),
        kinds={kind: courtyard_words.word(kind) for kind in CALLED_OUT_KINDS},
        districts=districts(session, viewer()),
        call_outs=queries.call_outs(session, viewer(), now),
        courtyard=courtyard_words,
    )


def _require_decider() -> None:
    if not viewer().may_decide:
        abort(403)
