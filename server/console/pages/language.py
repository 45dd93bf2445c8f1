"""Choosing the language of the console."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from server.console.language import LANGUAGES
from server.console.requests import next_url

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
def choose() -> Response:
    """Remember the language in the cookie and go back to the page."""
    if request.form.get("language") in LANGUAGES:
        cookie["language"] = request.form["language"]
    return redirect(next_url(url_for("console.overview.page")))
