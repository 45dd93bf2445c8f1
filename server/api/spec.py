"""GET /api/openapi.json: the description of the API, made from the very schemas that read and write it."""

from __future__ import annotations

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, jsonify
from flask.wrappers import Response

from sync.limits import PROTOCOL_VERSION_MAX
from sync.wire import (
    DocumentLineSchema,
    JoinRequestSchema,
    JoinResponseSchema,
    ProblemSchema,
    ResponseEndSchema,
    ResponseHeaderSchema,
    SyncRequestSchema,
)

blueprint = Blueprint("spec", __name__)

_REFUSED = "missing_token, invalid_token, device_revoked"


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The OpenAPI 3.1 description."""
    return jsonify(make_spec().to_dict())


def make_spec() -> APISpec:
    """Describe joining, the round trip, snapshots, waking and health."""
    spec = APISpec(
        title="Kierros sync API",
        version=str(PROTOCOL_VERSION_MAX),
        openapi_version="3.1.0",
        info={
            "description": "The protocol in words: docs/protocol.md.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        plugins=[MarshmallowPlugin()],
    )
    spec.components.security_scheme("device_token", {"type": "http", "scheme": "bearer"})
    for name, schema in (
        ("Problem", ProblemSchema),
        ("JoinRequest", JoinRequestSchema),
        ("JoinResponse", JoinResponseSchema),
        ("SyncRequest", SyncRequestSchema),
        ("SyncHeader", ResponseHeaderSchema),
        ("SyncLine", DocumentLineSchema),
        ("SyncEnd", ResponseEndSchema),
    ):
        spec.components.schema(name, schema=schema)
    spec.path("/api/join", operations={"post": _join()})
    spec.path("/api/sync", operations={"post": _sync()})
    spec.path("/api/snapshots/{snapshot_id}/{number}", operations={"get": _snapshot()})
    spec.path("/api/push", operations={"get": _push(), "put": _register_push(), "delete": _end_push()})
    spec.path("/healthz", operations={"get": _health()})
    return spec


def _join() -> dict[str, Any]:
    return {
        "operationId": "join",
        "summary": "Join with a one-time code",
        "security": [],
        "requestBody": _json_body("JoinRequest"),
        "responses": {
            "200": {
                "description": "The device and its token.",
                "content": {"application/json": _ref("JoinResponse")},
            },
            **_problems(
                {
                    "400": "malformed_json",
                    "404": "code_unknown",
                    "409": "code_used",
                    "410": "code_expired",
                    "413": "batch_too_large",
                    "415": "unsupported_media_type",
                    "422": "invalid_request",
                    "429": "rate_limited",
                    "503": "busy",
                }
            ),
        },
    }


def _sync() -> dict[str, Any]:
    lines = {"oneOf": [_schema("SyncHeader"), _schema("SyncLine"), _schema("SyncEnd")]}
    return {
        "operationId": "sync",
        "summary": "One round trip: send operations, get what changed",
        "description": "The request may be gzip. The answer is NDJSON: a header, documents a line each, an end.",
        "security": [{"device_token": []}],
        "requestBody": _json_body("SyncRequest"),
        "responses": {
            "200": {
                "description": "Acknowledgements and changes.",
                "content": {"application/x-ndjson": {"schema": lines}},
            },
            **_problems(
                {
                    "400": "malformed_json, protocol_too_new",
                    "401": "missing_token, invalid_token, device_revoked",
                    "403": "wrong_person, access_ended",
                    "413": "batch_too_large",
                    "415": "unsupported_media_type",
                    "422": "invalid_request",
                    "426": "protocol_too_old",
                    "503": "busy",
                }
            ),
        },
    }


def _snapshot() -> dict[str, Any]:
    lines = {"oneOf": [_schema("SyncLine"), _schema("SyncEnd")]}
    return {
        "operationId": "snapshot",
        "summary": "Get a file that a header named in place of a bucket's lines",
        "security": [{"device_token": []}],
        "parameters": [
            {"name": "snapshot_id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}},
        ],
        "responses": {
            "200": {
                "description": "Documents a line each, and an end with the cursor that is reached.",
                "content": {"application/x-ndjson": {"schema": lines}},
            },
            **_problems(
                {
                    "401": "missing_token, invalid_token, device_revoked",
                    "403": "access_ended",
                    "404": "not_found",
                    "503": "busy",
                }
            ),
        },
    }


def _push() -> dict[str, Any]:
    body = {
        "type": "object",
        "required": ["public_key", "endpoint"],
        "properties": {
            "public_key": {"type": "string", "description": "VAPID, uncompressed point, base64url"},
            "endpoint": {"type": ["string", "null"]},
        },
    }
    return {
        "operationId": "push",
        "summary": "Where this device can be woken, and the server's key",
        "security": [{"device_token": []}],
        "responses": {
            "200": {"description": "Key and endpoint.", "content": {"application/json": {"schema": body}}},
            **_problems({"401": _REFUSED, "403": "access_ended", "503": "busy"}),
        },
    }


def _register_push() -> dict[str, Any]:
    text = {"type": "string"}
    keys = {
        "type": "object",
        "required": ["p256dh", "auth"],
        "properties": {"p256dh": text, "auth": text},
    }
    body = {
        "type": "object",
        "required": ["endpoint", "keys"],
        "properties": {"endpoint": text, "keys": keys},
    }
    return {
        "operationId": "registerPush",
        "summary": "Say where this device can be woken",
        "security": [{"device_token": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "204": {"description": "Remembered; what was before is forgotten."},
            **_problems(
                {
                    "400": "malformed_json",
                    "401": _REFUSED,
                    "403": "access_ended",
                    "413": "batch_too_large",
                    "415": "unsupported_media_type",
                    "422": "invalid_request",
                    "503": "busy",
                }
            ),
        },
    }


def _end_push() -> dict[str, Any]:
    return {
        "operationId": "endPush",
        "summary": "This device is not to be woken any more",
        "security": [{"device_token": []}],
        "responses": {"204": {"description": "Forgotten."}, **_problems({"401": _REFUSED, "503": "busy"})},
    }


def _health() -> dict[str, Any]:
    body = {
        "type": "object",
        "required": ["status", "epoch"],
        "properties": {"status": {"const": "ok"}, "epoch": {"type": "string"}},
    }
    return {
        "operationId": "health",
        "summary": "Is the server up",
        "security": [],
        "responses": {"200": {"description": "Up.", "content": {"application/json": {"schema": body}}}},
    }


def _json_body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": _ref(name)}}


def _problems(codes: dict[str, str]) -> dict[str, Any]:
    return {
        status: {"description": f"code: {code}", "content": {"application/problem+json": _ref("Problem")}}
        for status, code in codes.items()
    }


def _ref(name: str) -> dict[str, Any]:
    return {"schema": _schema(name)}


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
