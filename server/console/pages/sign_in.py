"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from server.config import Settings
from server.console import access
from server.console.demo import demo_people
from server.console.forms import Form
from server.console.requests import next_url, search_text
from server.database import snapshot
from server.people.passwords import LENGTH_MAX, is_password_of
from server.review.permission import viewer_of
from server.web.limits import limiter

blueprint = Blueprint("sign_in", __name__)


def _limit() -> str:
    return str(current_app.config["KIERROS_SIGN_IN_LIMIT"])


def _username() -> str:
    return f"username {request.form.get('username', '').strip().lower()[:100]}"


def _has_failed(response: Response) -> bool:
    return response.status_code != 302


@blueprint.get("/sign-in")
def form() -> str | AnyResponse:
    """The form; somebody who is signed in goes on."""
    if access.signed_in() is not None:
        return redirect(next_url(url_for("console.overview.page")))
    return _form(Form())


@blueprint.post("/sign-in")
@limiter.limit(_limit, deduct_when=_has_failed)
@limiter.limit(_limit, key_func=_username, deduct_when=_has_failed)
def check() -> str | AnyResponse | tuple[str, int]:
    """Check name and password. Who exists can't be told from the answer, nor from how long it takes."""
    form = Form(request.form)
    with snapshot() as session:
        person = access.find_by_username(session, search_text(request.form, "username"))
        # In this order, so that the password is checked for everybody.
        is_right = is_password_of(person, form.value("password")[: LENGTH_MAX + 1])
        if person is not None and is_right and viewer_of(person) is not None:
            access.sign_in(person)
            return redirect(next_url(url_for("console.overview.page")))
    form.refuse("password", _("The username or the password is not right."))
    return _form(form), 422


@blueprint.post("/sign-out")
def leave() -> AnyResponse:
    """End the session."""
    access.sign_out()
    return redirect(url_for("console.sign_in.form"))


def _form(form: Form) -> str:
    settings: Settings = current_app.extensions["kierros_settings"]
    people = [person for person in demo_people(settings) if person.get("username")]
    return render_template(
        "pages/sign_in.html", form=form, demo_people=people, next=request.values.get("next", "")
    )
