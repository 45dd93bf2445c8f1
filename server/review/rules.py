"""What needs review, and when a returned entry counts as done again. Pure decisions."""

from __future__ import annotations

REVIEWED_KINDS = frozenset(
    {
        "round.tick",
        "round.skip",
        "work_order.complete",
        "work_order.create",
        "product_use.record",
        "courtyard.record",
    }
)
"""Work that a supervisor answers for. Starts, comments and the like are only noted, unless they were flagged."""

_REDO = {
    "round.tick": ("visit_id", frozenset({"round.tick", "round.skip"})),
    "round.skip": ("visit_id", frozenset({"round.tick", "round.skip"})),
    "round.finish": ("round_id", frozenset({"round.finish"})),
    "work_order.complete": ("order_id", frozenset({"work_order.complete"})),
    "work_order.comment": ("order_id", frozenset({"work_order.create"})),
    "courtyard.correct": ("courtyard_record_id", frozenset({"courtyard.record"})),
    "product_use.void": ("product_use_id", frozenset({"product_use.record"})),
}


def first_state(kind: str | None, status: str) -> str:
    """The state of a new entry: `open` when a supervisor is to look at it, else `noted`."""
    return "open" if kind in REVIEWED_KINDS or status != "applied" else "noted"


def redone_by(kind: str | None, status: str) -> tuple[str, frozenset[str]] | None:
    """Which returned entries an operation answers: the column they share, and their kinds. None: it answers nothing.

    A new tick or skip answers a returned visit, a new end a returned round, a completion a returned order, a comment
    a returned defect report, a void a returned product use, and a correction a returned courtyard record.
    """
    if kind is None or status == "quarantined":
        return None
    return _REDO.get(kind)
