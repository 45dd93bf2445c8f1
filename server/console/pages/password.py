"""Changing one's password; whoever got one from somebody else has to."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from server.console import access, labels
from server.console.forms import Form
from server.console.labels import word
from server.database import snapshot, transaction
from server.people.models import Person
from server.people.passwords import is_password_of, problem_with, set_password
from server.web.limits import limiter

blueprint = Blueprint("password", __name__)


def _person() -> str:
    person = access.signed_in()
    return f"password {person.viewer.person_id if person else ''}"


@blueprint.get("/password")
def form() -> str:
    """The form."""
    return render_template("pages/password.html", form=Form())


@blueprint.post("/password")
@limiter.limit("10 per minute", key_func=_person)
def change() -> str | Response | tuple[str, int]:
    """Change it. Every other sign-in of this person is void then; this one goes on."""
    form = Form(request.form)
    new = form.value("new")
    with snapshot() as session:
        _check(form, session.get_one(Person, access.viewer().person_id))
    if not form.is_good:
        return render_template("pages/password.html", form=form), 422
    with transaction() as session:
        person = session.get_one(Person, access.viewer().person_id)
        set_password(person, new)
        access.sign_in(person)
    flash(_("Your password is changed."))
    return redirect(url_for("console.overview.page"))


def _check(form: Form, person: Person) -> None:
    new = form.value("new")
    if not is_password_of(person, form.value("current")):
        form.refuse("current", _("This is not your present password."))
    problem = problem_with(new, person.username or "")
    if problem is not None:
        form.refuse("new", word(labels.PASSWORD_PROBLEMS, problem))
    elif new == form.value("current"):
        form.refuse("new", _("Choose another one than the present."))
    if new != form.value("repeated"):
        form.refuse("repeated", _("The two are not the same."))
