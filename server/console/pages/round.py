"""One round: its spaces as they stand, and the orders that were found on it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template

from server.console.access import viewer
from server.console.queries import rounds as queries
from server.console.queries.order_links import found_on
from server.database import snapshot

blueprint = Blueprint("round", __name__, url_prefix="/rounds/<key>")


@blueprint.get("/")
def page(key: str) -> str:
    """The round."""
    now = datetime.now(UTC)
    with snapshot() as session:
        shown = queries.find_round(session, viewer(), key, now)
        if shown is None:
            abort(404)
        return render_template(
            "pages/round.html",
            now=now,
            shown=shown,
            names=queries.who_recorded(session, shown.round),
            found=found_on(session, viewer(), "round", key),
        )
