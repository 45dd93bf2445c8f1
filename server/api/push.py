"""/api/push: where a device can be woken (docs/protocol.md, Alerts)."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request

from server.api.access import authenticate, refuse_ended
from server.api.body import read_body
from server.config import Settings
from server.database import snapshot, transaction
from server.duty import subscriptions
from server.duty.subscriptions import Subscription
from server.duty.vapid import public_key
from server.errors import Problem
from sync.wire import parse_json

blueprint = Blueprint("push", __name__)

_BODY_BYTES_MAX = 4096


@blueprint.get("/api/push")
def read() -> Response:
    """The server's public key, and where this device can be woken."""
    settings = _settings()
    with snapshot() as session:
        caller = authenticate(session, request, settings, datetime.now(UTC))
        refuse_ended(caller)
        endpoint = subscriptions.endpoint_of(session, caller.author.device_id)
    answer = {"public_key": public_key(settings.instance_path), "endpoint": endpoint}
    response = Response(orjson.dumps(answer), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.put("/api/push")
def register() -> Response:
    """Remember where this device can be woken."""
    settings, now = _settings(), datetime.now(UTC)
    asked = _parse(parse_json(read_body(request, _BODY_BYTES_MAX)))
    faults = subscriptions.faults_of(asked, settings.push_hosts)
    with transaction() as session:
        caller = authenticate(session, request, settings, now)
        refuse_ended(caller)
        if faults:
            raise Problem(422, "invalid_request", "This is not a subscription.", faults)
        subscriptions.subscribe(session, caller.author.device_id, asked, now)
    return Response(status=HTTPStatus.NO_CONTENT)


@blueprint.delete("/api/push")
def end() -> Response:
    """This device is not to be woken any more."""
    with transaction() as session:
        caller = authenticate(session, request, _settings(), datetime.now(UTC))
        subscriptions.forget(session, caller.author.device_id)
    return Response(status=HTTPStatus.NO_CONTENT)


def _parse(body: Any) -> Subscription:
    """The fields as texts; what is no text is an empty one, and so a fault."""
    keys = body.get("keys") if isinstance(body, dict) else None
    return Subscription(_text(body, "endpoint"), _text(keys, "p256dh"), _text(keys, "auth"))


def _text(value: Any, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found.isascii() and found.isprintable() else ""


def _settings() -> Settings:
    settings: Settings = current_app.extensions["kierros_settings"]
    return settings
