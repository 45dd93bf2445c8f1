"""POST /api/join: a one-time code becomes a device and its token."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from flask import Blueprint, Response, current_app, request

from server import clock
from server.api.body import read_body
from server.config import Settings
from server.database import transaction
from server.errors import Problem
from server.people.join_codes import CodeRefused, use_code
from server.people.tokens import make_token
from server.web.limits import limiter
from sync.messages import JoinedPerson, JoinResponse, ServerAbout
from sync.wire import dump_join_response, parse_join_request, parse_json

blueprint = Blueprint("join", __name__)

_BODY_BYTES_MAX = 4096
_STATUS = {
    "code_unknown": HTTPStatus.NOT_FOUND,
    "code_used": HTTPStatus.CONFLICT,
    "code_expired": HTTPStatus.GONE,
}


@blueprint.post("/api/join")
@limiter.limit(lambda: current_app.config["KIERROS_JOIN_LIMIT"])
def join() -> Response:
    """Spend the code, make the device, answer with its token."""
    settings: Settings = current_app.extensions["kierros_settings"]
    asked = parse_join_request(parse_json(read_body(request, _BODY_BYTES_MAX)))
    now = clock.now()
    try:
        with transaction() as session:
            device = use_code(session, asked.code, asked.device_name, now)
            device.person.language = asked.language
            token = make_token(session, device, settings.token_seconds, now)
            person = device.person
            answer = JoinResponse(
                token=token,
                expires_in=settings.token_seconds,
                device=device.id,
                person=JoinedPerson(person.id, person.name, (person.role,), person.language),
                server=ServerAbout(settings.server_name, settings.time_zone),
            )
    except CodeRefused as refused:
        raise Problem(_STATUS[refused.code], refused.code) from refused
    response = Response(orjson.dumps(dump_join_response(answer)), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
