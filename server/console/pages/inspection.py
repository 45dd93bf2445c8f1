"""One inspection: its spaces, their grades, and what the failed ones led to."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template

from server.console.access import viewer
from server.console.queries import inspections as queries
from server.database import snapshot

blueprint = Blueprint("inspection", __name__, url_prefix="/inspections/<key>")


@blueprint.get("/")
def page(key: str) -> str:
    """The inspection."""
    with snapshot() as session:
        inspection = queries.find_inspection(session, viewer(), key)
        if inspection is None:
            abort(404)
        return render_template(
            "pages/inspection.html",
            now=datetime.now(UTC),
            inspection=inspection,
            led_to=queries.led_to(session, viewer(), inspection),
        )
