"""Stands before every page of the console: forms carry their token, strangers sign in, readers change nothing."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from server.audit.actor import act_as
from server.console.access import signed_in
from server.console.requests import is_fragment
from server.review.exported import FILE_BYTES_MAX

csrf = CSRFProtect()

_FORM_AROUND_FILE_BYTES = 64 * 1024

_FOR_STRANGERS = frozenset(
    {"console.static", "console.sign_in.form", "console.sign_in.check", "console.language.choose"}
)
_FOR_EVERYBODY = frozenset({"console.sign_in.leave", "console.password.form", "console.password.change"})


def register_guard(console: Blueprint) -> None:
    """Check every request to the console and its pages, before any view."""
    console.before_request(_admit_file)
    console.before_request(_check_form_token)
    console.before_request(_check_person)
    console.after_request(_say_how_long)


def _admit_file() -> None:
    """A phone's file may be larger than any other form; how large is decided before the form is read."""
    if request.endpoint == "console.person.import_file":
        request.max_content_length = FILE_BYTES_MAX + _FORM_AROUND_FILE_BYTES


def _check_form_token() -> None:
    csrf.protect()


def _check_person() -> AnyResponse | None:
    if request.endpoint in _FOR_STRANGERS:
        return None
    person = signed_in()
    if person is None:
        return _to_sign_in()
    act_as("person", person.viewer.person_id)
    if request.endpoint in _FOR_EVERYBODY:
        return None
    if person.must_change_password:
        return redirect(url_for("console.password.form"))
    if request.method not in {"GET", "HEAD", "OPTIONS"} and not person.viewer.may_decide:
        abort(403)
    return None


def _to_sign_in() -> AnyResponse:
    if is_fragment():
        # The whole page goes to the sign-in, not the part that was asked for.
        return Response(status=401, headers={"HX-Redirect": url_for("console.sign_in.form")})
    wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
    return redirect(url_for("console.sign_in.form", next=wanted))


def _say_how_long(response: Response) -> Response:
    """Pages are nobody else's and never kept; a file with a mark of its content may be kept for ever."""
    if request.endpoint != "console.static":
        response.headers.setdefault("Cache-Control", "no-store")
    elif "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
