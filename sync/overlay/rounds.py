"""On a round and its visits."""

from collections.abc import Mapping
from typing import Any

from sync.operations import Author, Operation, RoundFinish, RoundSkip, RoundStart, RoundTick, RoundUntick
from sync.overlay.values import Changes, Document, at, or_else


def _start_round(round_: Mapping[str, Any], _: RoundStart, operation: Operation, author: Author) -> Document:
    return _started(round_, operation, author)


def _tick(round_: Mapping[str, Any], tick: RoundTick, operation: Operation, author: Author) -> Document:
    visit = _visit(round_, tick.visit)
    if visit is None or visit["state"] == "done":
        return {}
    done = {
        "state": "done",
        "at": at(operation),
        "by": author.person,
        "minutes": tick.minutes,
        "text": tick.text,
        "reason": None,
        "is_returned": False,
    }
    return _started(round_, operation, author) | {"visits": _visits_with(round_, tick.visit, done)}


def _untick(round_: Mapping[str, Any], untick: RoundUntick, _: Operation, author: Author) -> Document:
    visit = _visit(round_, untick.visit)
    is_own = visit is not None and visit["state"] in ("done", "skipped") and visit["by"] == author.person
    if not is_own or round_["state"] == "finished":
        return {}
    reopened = {"state": "open", "at": None, "by": None, "minutes": None, "reason": None, "text": None}
    return {"visits": _visits_with(round_, untick.visit, reopened)}


def _skip(round_: Mapping[str, Any], skip: RoundSkip, operation: Operation, author: Author) -> Document:
    visit = _visit(round_, skip.visit)
    if visit is None or visit["state"] != "open":
        return {}
    skipped = {
        "state": "skipped",
        "at": at(operation),
        "by": author.person,
        "reason": skip.reason,
        "text": skip.text,
    }
    return _started(round_, operation, author) | {"visits": _visits_with(round_, skip.visit, skipped)}


def _finish(round_: Mapping[str, Any], finish: RoundFinish, operation: Operation, author: Author) -> Document:
    if round_["state"] == "finished":
        return {}
    return {
        "state": "finished",
        "started_at": or_else(round_["started_at"], at(operation)),
        "finished_at": at(operation),
        "person": or_else(round_["person"], author.person),
        "note": finish.note,
    }


def _started(round_: Mapping[str, Any], operation: Operation, author: Author) -> Document:
    """What the first operation of a planned round changes."""
    if round_["state"] != "planned":
        return {}
    return {
        "state": "running",
        "started_at": at(operation),
        "person": or_else(round_["person"], author.person),
    }


def _visit(round_: Mapping[str, Any], visit_id: str) -> Mapping[str, Any] | None:
    return next((visit for visit in round_["visits"] if visit["id"] == visit_id), None)


def _visits_with(round_: Mapping[str, Any], visit_id: str, changed: Document) -> list[Mapping[str, Any]]:
    return [visit | changed if visit["id"] == visit_id else visit for visit in round_["visits"]]


CHANGES: Changes = {
    RoundStart: _start_round,
    RoundTick: _tick,
    RoundUntick: _untick,
    RoundSkip: _skip,
    RoundFinish: _finish,
}
