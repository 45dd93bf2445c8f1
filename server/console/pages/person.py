"""One person: their phones, an invitation for another one, and the end of their access."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import segno
from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.config import Settings
from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.queries import people as queries
from server.database import snapshot, transaction
from server.duty import calendars
from server.duty.roster import may_do_duty
from server.inbox.gaps import Gap
from server.people import staff
from server.people.devices import revoke
from server.people.invitations import Invitation, invite
from server.people.models import Device, Person
from server.people.tokens import UPLOAD_ONLY_FOR
from server.review.exported import ImportRefused
from server.review.importing import Imported, import_export
from server.review.permission import find, may_manage

blueprint = Blueprint("person", __name__, url_prefix="/people/<key>")

_GAPS_SHOWN = 10


@blueprint.get("/")
def page(key: str) -> str:
    """The person."""
    return _person_page(key)


@blueprint.post("/invite")
def invite_phone(key: str) -> str:
    """Make a one-time code. It is in this answer only: reloading makes another."""
    settings: Settings = current_app.extensions["kierros_settings"]
    with transaction() as session:
        person = _managed(session, key)
        if not person.is_active:
            abort(403)
        by = session.get_one(Person, viewer().person_id)
        made = invite(session, person, by, request.url_root, settings.join_code_seconds, datetime.now(UTC))
    return _person_page(key, made)


@blueprint.post("/devices/<device_key>/revoke")
def revoke_device(key: str, device_key: str) -> Response:
    """End a phone's access."""
    with transaction() as session:
        person = _managed(session, key)
        device = find(session, viewer(), Device, device_key)
        if device is None or device.person_id != person.id:
            abort(404)
        if revoke(device, datetime.now(UTC)):
            flash(_("The phone %(name)s has no access any more.", name=device.name))
    return redirect(url_for(".page", key=key))


@blueprint.post("/end-access")
def end_access(key: str) -> Response:
    """End the person's access everywhere. What they recorded stays."""
    with transaction() as session:
        person = _managed(session, key)
        if person.id == viewer().person_id:
            abort(403)
        count = len(staff.end_access(session, person, datetime.now(UTC)))
    flash(ngettext("Access has ended, on %(num)s phone.", "Access has ended, on %(num)s phones.", count))
    return redirect(url_for(".page", key=key))


@blueprint.post("/give-access")
def give_access(key: str) -> Response:
    """Let somebody work again."""
    with transaction() as session:
        staff.give_access(session, _managed(session, key), datetime.now(UTC))
    flash(_("Access is back. Invite the phone next."))
    return redirect(url_for(".page", key=key))


@blueprint.post("/import")
def import_file(key: str) -> str | tuple[str, int]:
    """Take in the file that one of the person's phones exported, and say what came of it."""
    with snapshot() as session:
        _managed(session, key)
    file = request.files.get("file")
    form, found = Form(), None
    if file is None or not file.filename:
        form.refuse("file", labels.word(labels.IMPORT_PROBLEMS, "file_missing"))
    else:
        try:
            found = import_export(viewer(), file.read(), datetime.now(UTC), key)
        except ImportRefused as refused:
            form.refuse("file", _import_problem(refused))
    page = _person_page(key, form=form, imported=found)
    return page if form.is_good else (page, 422)


@blueprint.post("/email")
def set_email(key: str) -> Response | tuple[str, int]:
    """Note where alerts go by e-mail; nothing takes the address away."""
    form = Form(request.form)
    email = form.text("email", staff.EMAIL_CHARACTERS_MAX, is_required=False)
    if email and not staff.is_email(email):
        form.refuse("email", _("This is no e-mail address."))
    with transaction() as session:
        person = _managed(session, key)
        if form.is_good:
            person.email = email or None
    if not form.is_good:
        return _person_page(key, email_form=form), 422
    flash(_("The address is saved."))
    return redirect(url_for(".page", key=key))


@blueprint.post("/calendar")
def make_calendar(key: str) -> str:
    """Make the address of the person's calendar. It is in this answer only; the one before ends."""
    with transaction() as session:
        person = _managed(session, key)
        by = session.get_one(Person, viewer().person_id)
        secret = calendars.make_token(session, person, by, datetime.now(UTC))
    return _person_page(key, calendar=url_for("calendars.read", secret=secret, _external=True))


@blueprint.post("/calendar/end")
def end_calendar(key: str) -> Response:
    """End the address of the person's calendar."""
    with transaction() as session:
        if calendars.revoke_token(session, _managed(session, key), datetime.now(UTC)):
            flash(_("The calendar address has ended."))
    return redirect(url_for(".page", key=key))


def _import_problem(refused: ImportRefused) -> str:
    words = labels.word(labels.IMPORT_PROBLEMS, refused.code)
    return f"{words} ({refused.field})" if refused.code == "file_wrong_form" and refused.field else words


def _managed(session: Session, key: str) -> Person:
    """The person, if the viewer sees them (else 404) and may act for them (else 403)."""
    person = queries.find_person(session, viewer(), key)
    if person is None:
        abort(404)
    if not may_manage(viewer(), person):
        abort(403)
    return person


def _person_page(
    key: str,
    invitation: Invitation | None = None,
    form: Form | None = None,
    imported: Imported | None = None,
    email_form: Form | None = None,
    calendar: str | None = None,
) -> str:
    with snapshot() as session:
        person = queries.find_person(session, viewer(), key)
        if person is None:
            abort(404)
        devices = queries.devices_of(session, person)
        return render_template(
            "pages/person.html",
            now=datetime.now(UTC),
            person=person,
            districts=queries.districts_of(session, person),
            devices=devices,
            gaps=queries.receipts_of(session, devices),
            numbers_of=numbers_of,
            sends_until=person.access_ended_at + UPLOAD_ONLY_FOR if person.access_ended_at else None,
            form=form or Form(),
            imported=imported,
            may_manage=may_manage(viewer(), person),
            does_duty=may_do_duty(person),
            email_form=email_form or Form({"email": person.email or ""}),
            has_calendar=calendars.has_token(session, person),
            calendar=calendar,
            invitation=invitation,
            qr=_qr(invitation.link) if invitation else None,
        )


def numbers_of(gaps: Sequence[Gap]) -> str:
    """The numbers of records that are missing: 14, 15, 20–29, at most ten of these."""
    shown = [str(gap.first) if gap.count == 1 else f"{gap.first}–{gap.last}" for gap in gaps[:_GAPS_SHOWN]]
    return ", ".join(shown) + (" …" if len(gaps) > _GAPS_SHOWN else "")


def _qr(link: str) -> Markup:
    """The link as an SVG picture, drawn inside the page: it never becomes a file that somebody else could fetch."""
    code = segno.make(link, error="m")
    return Markup(  # noqa: S704 - segno drew it; nothing of a user's stands in it
        code.svg_inline(scale=5, border=2, svgclass="qr", lineclass=None, omitsize=True)
    )
