"""GET /healthz: is the server up, and does its database answer."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from server.database import snapshot
from server.feed.history import epoch

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, str]:
    """`{"status": "ok", "epoch": …}`; 503 `busy` or 500 when the database does not answer."""
    with snapshot() as session:
        session.execute(text("SELECT 1"))
        return {"status": "ok", "epoch": epoch(session)}
