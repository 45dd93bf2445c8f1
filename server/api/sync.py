"""POST /api/sync: one round trip (docs/protocol.md, One round trip). Acknowledge, then tell what changed."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, request

from server.api.body import read_body
from server.config import Settings
from server.database import snapshot, transaction
from server.errors import Problem
from server.feed.history import read_history
from server.feed.pull import Page, pull
from server.feed.scope import scope_of
from server.inbox.receive import receive
from server.inbox.registry import Author
from server.people.contact import is_news, note_contact
from server.people.models import Device
from server.people.tokens import DeviceRevoked, InvalidToken, check_token, make_token
from sync.limits import BATCH_BYTES_MAX
from sync.messages import ResponseEnd, ResponseHeader, Result, Scope, SyncRequest
from sync.wire import canonical, dump_end, dump_header, parse_body

blueprint = Blueprint("sync", __name__)

_GZIP_LEVEL = 6
_COMPRESS_FROM_BYTES = 600


@blueprint.post("/api/sync")
def sync() -> Response:
    """Receive operations, then read what the device lacks, each in transactions of its own."""
    settings: Settings = current_app.extensions["kierros_settings"]
    now = datetime.now(UTC)
    author, should_renew = _authenticate(settings, now)
    asked = parse_body(read_body(request, BATCH_BYTES_MAX))
    if asked.person != author.person_id:
        raise Problem(403, "wrong_person", "This outbox belongs to another person.")
    results = receive(author, asked.stream, asked.operations, now) if asked.operations else []
    token = _note_device(settings, author, asked, should_renew, now)
    with snapshot() as session:
        # 7. 8. scope, heads, documents and sums in one snapshot
        scope = scope_of(session, author.person_id, now)
        page = pull(session, scope, asked.cursor)
        epoch, backup_through = read_history(session)
        header = ResponseHeader(
            epoch=epoch,
            server_time=now,
            results=tuple(_for_author(result, scope) for result in results),
            scope=Scope(tuple(page.added), tuple(page.dropped)),
            token=token,
            backup_through=backup_through,
        )
        body = _body(header, page, settings.sync_interval_s)
    return _response(body)


def _authenticate(settings: Settings, now: datetime) -> tuple[Author, bool]:
    # 1. the author is the token's person
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(401, "missing_token", "Authorization: Bearer is missing.")
    with snapshot() as session:
        try:
            access = check_token(session, token.strip(), settings.token_seconds, now)
        except InvalidToken as error:
            raise Problem(401, "invalid_token", "The token is unknown or has expired.") from error
        except DeviceRevoked as error:
            raise Problem(401, "device_revoked", "This device was revoked.") from error
        person = access.device.person
        return Author(person.id, person.organisation_id, person.role, access.device.id), access.should_renew


def _note_device(
    settings: Settings, author: Author, asked: SyncRequest, should_renew: bool, now: datetime
) -> str | None:
    """Write what the device tells of itself, and a new token when it is time; most often there is nothing to write."""
    with snapshot() as session:
        device = session.get_one(Device, author.device_id)
        if not should_renew and not is_news(device, asked.build, asked.pending, now):
            return None
    with transaction() as session:
        device = session.get_one(Device, author.device_id)
        note_contact(device, asked.build, asked.pending, now)
        return make_token(session, device, settings.token_seconds, now) if should_renew else None


def _body(header: ResponseHeader, page: Page, next_s: int) -> bytes:
    end = ResponseEnd(
        cursor=page.cursor,
        is_complete=page.is_complete,
        checks=page.checks,
        next_s=next_s,
    )
    return b"".join((canonical(dump_header(header)), b"\n", *page.lines, canonical(dump_end(end)), b"\n"))


def _for_author(result: Result, scope: frozenset[str]) -> Result:
    """The names of other people's buckets are none of the author's business, nor of any use on this device."""
    at = {bucket: version for bucket, version in result.at.items() if bucket in scope}
    return Result(result.id, result.status, at, result.flags, result.reason)


def _response(body: bytes) -> Response:
    response = Response(mimetype="application/x-ndjson")
    if len(body) >= _COMPRESS_FROM_BYTES and request.accept_encodings["gzip"] > 0:
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.set_data(body)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-store"
    return response
