"""GET /api/snapshots/<id>/<number>: one file of a large bucket's snapshot (docs/protocol.md, step 12)."""

from __future__ import annotations

import gzip

from flask import Blueprint, Response, current_app, request

from server import clock
from server.api.access import authenticate, refuse_ended
from server.api.answer import ndjson
from server.config import Settings
from server.database import snapshot
from server.errors import Problem
from server.feed.models import Snapshot
from server.feed.scope import scope_of
from server.feed.snapshots import read_file, snapshots_folder

blueprint = Blueprint("snapshots", __name__)


@blueprint.get("/api/snapshots/<snapshot_id>/<int:number>")
def read(snapshot_id: str, number: int) -> Response:
    """The file, for whoever has its bucket today; `not_found` for everybody else, as when it is gone."""
    settings: Settings = current_app.extensions["kierros_settings"]
    now = clock.now()
    with snapshot() as session:
        caller = authenticate(session, request, settings, now)
        refuse_ended(caller)
        row = session.get(Snapshot, snapshot_id)
        # 7. permission is checked at every request
        may_read = row is not None and row.bucket in scope_of(session, caller.author.person_id, now)
    content = read_file(snapshots_folder(settings.instance_path), snapshot_id, number) if may_read else None
    if content is None:
        raise Problem(404, "not_found", "There is no such snapshot, or a newer one has replaced it.")
    if request.accept_encodings["gzip"] > 0:
        return ndjson(content, is_gzip=True)
    return ndjson(gzip.decompress(content), is_gzip=False)
