"""Erases texts that operations brought, when they may be kept no longer. The operations stay, and so do their results.

This is the one exception to keeping what came as it came (step 2); the subject says which kind, which targets and
which fields. A digest of what came remains, so that sending it again brings neither the text nor a second effect.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.inbox.models import InboxDecision, InboxOperation
from sync.wire import canonical


def erase_texts(session: Session, kind: str, targets: Collection[str], fields: Collection[str]) -> list[str]:
    """Put null for these fields of the payloads of a kind; returns the ids of the operations that had something there.

    Operations that could not be read have no kind or target of their own: of these, all that name such a target count.
    """
    found = session.scalars(
        select(InboxOperation).where(
            or_(
                InboxOperation.target.in_(targets) & (InboxOperation.kind == kind),
                InboxOperation.target.is_(None) & (InboxOperation.status == "quarantined"),
            )
        )
    )
    names = [target.encode() for target in targets]
    rows = {row.id: row for row in found if row.target is not None or any(name in row.raw for name in names)}
    erased = {row.id: None for row in rows.values() if _erase(row, fields)}
    copies = select(InboxDecision).where(
        InboxDecision.operation_id.in_(rows.keys()), InboxDecision.mended.is_not(None)
    )
    for decision in session.scalars(copies):
        mended = _without(decision.mended or b"", fields)
        if mended is not None:
            decision.mended = mended
            erased[decision.operation_id] = None
    return list(erased)


def _erase(row: InboxOperation, fields: Collection[str]) -> bool:
    raw = _without(row.raw, fields)
    if raw is None:
        return False
    row.erased_digest = row.erased_digest or sha256(row.raw).digest()
    row.raw = raw
    return True


def _without(raw: bytes, fields: Collection[str]) -> bytes | None:
    """The JSON with null for these fields of its payload; None when they hold nothing already, or there is none."""
    operation = json.loads(raw)
    payload = operation.get("payload") if isinstance(operation, dict) else None
    if not isinstance(payload, dict) or all(payload.get(name) is None for name in fields):
        return None
    cleared = payload | {name: None for name in fields if name in payload}
    return canonical({**operation, "payload": cleared})
