"""What an order's document tells of what was said of it: comments, visit notes, what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.fields import day, instant
from server.work_orders.models import OrderComment, OrderPause, OrderVisitNote, WorkOrder


@dataclass(slots=True)
class Remarks:
    """Of one order, oldest first. `paused` is the pause that runs."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    visit_notes: list[dict[str, Any]] = field(default_factory=list)
    paused: dict[str, Any] | None = None


def remarks_of(session: Session, keys: Collection[str]) -> dict[str, Remarks]:
    """By order. What is said of a duplicate stands with it and with the order that lives on."""
    remarks: dict[str, Remarks] = defaultdict(Remarks)
    merged = session.execute(
        select(WorkOrder.id, WorkOrder.merged_into_id).where(WorkOrder.merged_into_id.in_(keys))
    )
    shown_with: dict[str, list[str]] = {key: [key] for key in keys}
    for row in merged:
        shown_with.setdefault(row.id, []).append(str(row.merged_into_id))
    for comment in _of(session, OrderComment, shown_with):
        for key in shown_with[comment.order_id]:
            remarks[key].comments.append(_said(comment) | {"text": comment.text})
    for note in _of(session, OrderVisitNote, shown_with):
        for key in shown_with[note.order_id]:
            remarks[key].visit_notes.append(_said(note) | {"reason": note.reason, "text": note.text})
    for pause in _of(session, OrderPause, keys):
        if pause.ended_at is None:
            rest = {"reason": pause.reason, "until": day(pause.until), "text": pause.text}
            remarks[pause.order_id].paused = _said(pause) | rest
    return remarks


def _of(session: Session, model: Any, keys: Collection[str]) -> Iterable[Any]:
    columns = model.__table__.columns
    return session.execute(
        select(*columns).where(model.order_id.in_(keys)).order_by(model.at, model.id)
    ).all()


def _said(row: Any) -> dict[str, Any]:
    return {"id": row.id, "by": f"person:{row.by_id}", "at": instant(row.at)}
