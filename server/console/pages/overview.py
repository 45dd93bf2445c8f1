"""The overview: a supervisor's morning on one page, kept up to date by itself."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from server.console.access import viewer
from server.console.queries import overview as figures
from server.console.queries.eco_share import eco_share
from server.console.requests import is_fragment
from server.database import snapshot
from server.local_time import local_day
from server.products import ending

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
def page() -> str:
    """The whole page; the part that changes alone when the page itself asks for news."""
    now = datetime.now(UTC)
    with snapshot() as session:
        if is_fragment():
            return render_template("parts/overview_live.html", **_live(session, now))
        return render_template(
            "pages/overview.html",
            eco=eco_share(session, viewer(), now),
            warnings=ending.warnings(session, local_day(now)),
            **_live(session, now),
        )


def _live(session: Session, now: datetime) -> dict[str, object]:
    return {
        "now": now,
        "today": local_day(now),
        "places": figures.rounds_by_place(session, viewer(), now),
        "urgent": figures.urgent_orders(session, viewer()),
        "not_begun": figures.urgent_orders_not_begun(session, viewer(), now),
        "minor": figures.minor_orders_by_weekdays_left(session, viewer(), now),
        "queue": figures.review_queue(session, viewer()),
        "devices": figures.devices_with_unsent_work(session, viewer()),
    }
