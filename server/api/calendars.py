"""GET /calendar/<secret>.ics: a person's shifts, for whoever has the address (docs/protocol.md, Alerts)."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, Response, abort, current_app

from server.database import snapshot
from server.duty.calendars import calendar_of
from server.web.limits import limiter

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/calendar/<secret>.ics")
@limiter.limit(lambda: current_app.config["KIERROS_CALENDAR_LIMIT"])
def read(secret: str) -> Response:
    """The calendar; an unknown or revoked secret finds nothing."""
    with snapshot() as session:
        content = calendar_of(session, secret, datetime.now(UTC))
    if content is None:
        abort(HTTPStatus.NOT_FOUND)
    response = Response(content, mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-store"
    return response
