"""The persons of the demo city, to click instead of typing: only in demo mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, abort, current_app, jsonify

from server.config import Settings

blueprint = Blueprint("demo", __name__)

_SECRETS = ("username", "password")


@blueprint.get("/api/demo")
def people() -> Response:
    """Who can try the phone app, each with a one-time code. 404 unless this is a demo."""
    settings: Settings = current_app.extensions["kierros_settings"]
    if not settings.is_demo:
        abort(404)
    found = [person for person in demo_people(settings) if person.get("join_code")]
    shown = [{name: value for name, value in person.items() if name not in _SECRETS} for person in found]
    response = jsonify(people=shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def demo_people(settings: Settings) -> Sequence[Mapping[str, Any]]:
    """The persons of `demo-access.json` in the instance folder; none outside demo mode or before it was loaded."""
    path = Path(settings.instance_path) / "demo-access.json"
    if not settings.is_demo or not path.is_file():
        return []
    people: list[dict[str, Any]] = orjson.loads(path.read_bytes())["people"]
    return people
