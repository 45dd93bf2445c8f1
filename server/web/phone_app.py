"""Serves the built phone app under /app/: its files as they are, its start page for every screen's address."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, redirect, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from server.config import REPOSITORY

BUILT = REPOSITORY / "fieldapp" / "dist"

blueprint = Blueprint("phone_app", __name__)


@blueprint.get("/app")
def without_slash() -> AnyResponse:
    """The app lives under /app/: its worker's scope ends with the slash."""
    return redirect("/app/")


@blueprint.get("/app/", defaults={"path": "index.html"})
@blueprint.get("/app/<path:path>")
def files(path: str) -> Response:
    """A built file; for an address without a dot the start page, since the app routes by itself."""
    if "." not in Path(path).name:
        path = "index.html"
    if not (BUILT / "index.html").is_file():
        abort(503, "The phone app is not built: npm run build in fieldapp/.")
    response = send_from_directory(BUILT, path)
    # Files under assets/ carry their hash in their name; everything else must be asked for again.
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
    )
    return response
