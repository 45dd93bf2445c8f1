"""What a correction may choose among: the rows that the viewer may see where the entry belongs."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from server.console.wording import space_name
from server.products.models import Product
from server.review.models import LogEntry
from server.review.permission import Viewer, find
from server.rounds.models import Round, Visit

_PRODUCTS_MAX = 1_000


def choices_of(session: Session, viewer: Viewer, entry: LogEntry) -> Mapping[str, Mapping[str, str]]:
    """By field of the payload: values as the wire has them, with their names. A field without rows is typed."""
    kind = entry.kind or ""
    if kind in {"round.tick", "round.skip", "round.untick"}:
        return {"visit": _visits(session, viewer, entry)}
    if kind == "product_use.record":
        return {"product": _products(session)}
    return {}


def _visits(session: Session, viewer: Viewer, entry: LogEntry) -> Mapping[str, str]:
    if entry.round_id is None or find(session, viewer, Round, entry.round_id) is None:
        return {}
    statement = select(Visit).where(Visit.round_id == entry.round_id).options(joinedload(Visit.space))
    visits = session.scalars(statement.order_by(Visit.position))
    return {visit.id: space_name(visit.space) for visit in visits}


def _products(session: Session) -> Mapping[str, str]:
    statement = select(Product.id, Product.name).order_by(Product.name).limit(_PRODUCTS_MAX)
    return {f"product:{key}": name for key, name in session.execute(statement)}
