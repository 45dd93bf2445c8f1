"""POST /api/sync: one round trip (docs/protocol.md, One round trip). Acknowledge, then tell what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, current_app, request

from server import clock
from server.api.access import Caller, authenticate, refuse_ended
from server.api.answer import compressed, dump_acknowledged, dump_page
from server.api.body import read_body
from server.config import Settings
from server.database import snapshot, transaction
from server.errors import Problem
from server.feed.history import read_history
from server.feed.pull import pull
from server.feed.scope import scope_of
from server.inbox.receive import receive
from server.people.contact import is_news, note_contact
from server.people.models import Device
from server.people.tokens import make_token
from sync.codes import QuarantineReason
from sync.limits import BATCH_BYTES_MAX
from sync.messages import ResponseHeader, Result, SyncRequest
from sync.wire import canonical, derived_id, parse_body, usable_id

blueprint = Blueprint("sync", __name__)


@blueprint.post("/api/sync")
def sync() -> Response:
    """Receive operations, then read what the device lacks, each in transactions of its own."""
    settings: Settings = current_app.extensions["kierros_settings"]
    now = clock.now()
    with snapshot() as session:
        caller = authenticate(session, request, settings, now)
        epoch, backup_through = read_history(session)
    asked = parse_body(read_body(request, BATCH_BYTES_MAX))
    if asked.person != caller.author.person_id:
        raise Problem(403, "wrong_person", "This outbox belongs to another person.")
    if asked.pull:
        refuse_ended(caller)
    header = ResponseHeader(epoch=epoch, server_time=now, backup_through=backup_through)
    if asked.epoch not in {None, epoch}:
        # 13. the device is to learn of the new history first; then it sends these again, with all that it still holds
        header = replace(header, results=tuple(_later(operation) for operation in asked.operations))
        return _response(dump_acknowledged(header, is_complete=False, next_s=settings.sync_interval_s))
    results = _receive(caller, asked, now)
    header = replace(header, results=results, token=_note_device(settings, caller, asked, now))
    if not asked.pull:
        return _response(dump_acknowledged(header, is_complete=True, next_s=settings.sync_interval_s))
    with snapshot() as session:
        # 7. 8. scope, heads, documents and sums in one snapshot
        scope = scope_of(session, caller.author.person_id, now)
        page = pull(session, scope, asked, now)
    return _response(dump_page(header, page, settings.sync_interval_s))


def _later(operation: object) -> Result:
    return Result(usable_id(operation) or derived_id(canonical(operation)), "later")


def _receive(caller: Caller, asked: SyncRequest, now: datetime) -> tuple[Result, ...]:
    if not asked.operations:
        return ()
    # 20. for 30 days after the end of access what was recorded is kept, for a supervisor to decide
    held_as: QuarantineReason | None = "access_ended" if caller.is_upload_only else None
    return tuple(receive(caller.author, asked.stream, asked.operations, now, held_as))


def _note_device(settings: Settings, caller: Caller, asked: SyncRequest, now: datetime) -> str | None:
    """Write what the device tells of itself, and a new token when it is time; most often there is nothing to write."""
    news = is_news(caller.last_contact, asked.build, asked.pending, now, asked.differs)
    if not caller.should_renew and not news:
        return None
    with transaction() as session:
        device = session.get_one(Device, caller.author.device_id)
        note_contact(device, asked.build, asked.pending, now, asked.differs)
        return make_token(session, device, settings.token_seconds, now) if caller.should_renew else None


def _response(body: bytes) -> Response:
    return compressed(body, is_wanted=request.accept_encodings["gzip"] > 0)
