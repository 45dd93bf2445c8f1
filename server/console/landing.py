"""`/` leads a signed-in person to the console and a stranger to the choice."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.console.access import signed_in

blueprint = Blueprint("landing", __name__, template_folder="templates")


@blueprint.get("/")
def choice() -> str | Response:
    """The phone app, the console, or a defect report."""
    if signed_in() is not None:
        return redirect(url_for("console.overview.page"))
    return render_template("pages/landing.html")
