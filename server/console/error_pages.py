"""What went wrong, as a page for people: what it means and what to do next."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from server.database import Busy

_Answer = tuple[str, int] | tuple[str, int, dict[str, str]]


def register_error_pages(console: Blueprint) -> None:
    """Answer every error of the console with a page of its own."""
    console.register_error_handler(CSRFError, _stale_form)
    console.register_error_handler(RateLimitExceeded, _too_often)
    console.register_error_handler(HTTPException, _http)
    console.register_error_handler(Busy, _busy)
    console.add_url_rule("/<path:anything>", "nowhere", _nowhere)


def _nowhere(anything: str) -> _Answer:
    return _page(404, *_text(404))


def _stale_form(_error: CSRFError) -> _Answer:
    return _page(
        400,
        _("This form is too old"),
        _(
            "You signed in again, or in another window, after it was opened. Go back, reload the page and try again."
        ),
    )


def _too_often(error: RateLimitExceeded) -> _Answer:
    seconds = error.limit.limit.get_expiry()
    page = _page(
        429,
        _("Too many attempts"),
        _("To keep passwords safe, signing in pauses for a while. Wait a minute and try again."),
    )
    return *page, {"Retry-After": str(seconds)}


def _busy(_error: Busy) -> _Answer:
    page = _page(503, _("Very busy just now"), _("Nothing was changed. Wait a moment and try again."))
    return *page, {"Retry-After": "2"}


def _http(error: HTTPException) -> _Answer | HTTPException:
    if error.response is not None or error.code is None:
        return error
    return _page(error.code, *_text(error.code))


def _text(status: int) -> tuple[str, str]:
    if status == 403:
        return _("You can look, but not change"), _(
            "Your role reads this page. A supervisor can make the change."
        )
    if status == 404:
        return _("Not here"), _("It does not exist, or it belongs to another area or organisation.")
    if status == 413:
        return _("That is too large"), _("A file from a phone may have 16 megabytes. Nothing was taken.")
    if status == 405:
        return _("Not this way"), _(
            "This address does not take what the browser sent. Go back and try again."
        )
    return _("That did not work"), _("Go back and try again. If it happens again, tell the administrator.")


def _page(status: int, title: str, text: str) -> tuple[str, int]:
    return render_template("pages/error.html", title=title, text=text, status=status), status
