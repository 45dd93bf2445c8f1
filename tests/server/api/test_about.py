"""The addresses that say what the server is."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.feed.history import epoch


def test_health_tells_the_epoch(client: FlaskClient, session: Session) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "epoch": epoch(session)}


def test_the_description_has_the_messages_of_the_protocol(client: FlaskClient) -> None:
    described = client.get("/api/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    asked = described["components"]["schemas"]["SyncRequest"]["properties"]
    assert {"pull", "reading", "snapshots", "check", "mend", "differs"} <= asked.keys()
