"""I4: what the worker sees is the documents with the own unabsorbed work on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sync.errors import InvalidOperation
from sync.operations import Author
from sync.overlay import replay
from sync.wire import parse_operation
from tests.simulation.clients import Entry, Json
from tests.simulation.invariants.violation import require

if TYPE_CHECKING:
    from tests.simulation.phone import Phone
    from tests.simulation.run import Run


def i4_the_worker_sees_the_own_work(run: Run, phone: Phone, entries: list[Entry]) -> None:
    """The screen shows the documents with what waits replayed over them; own work never vanishes."""
    shown = phone.wake().shown()
    phone.memory.see(shown)
    _own_work_is_there(run, phone, entries, shown)
    _nothing_is_dropped_early(run, phone, entries, shown)
    if phone.is_complete:
        _shown_is_replayed(run, phone, entries, shown)


def _own_work_is_there(run: Run, phone: Phone, entries: list[Entry], shown: Mapping[str, Json]) -> None:
    by_id = {entry.id: entry for entry in entries}
    unticked = {
        entry.operation["payload"]["visit"]
        for entry in entries
        if entry.is_shown and entry.operation["kind"] == "round.untick"
    }
    for key, deed in phone.deeds.items():
        entry = by_id.get(key)
        is_shown = entry is not None and entry.is_shown
        if not is_shown:
            # Its effect has come, and the document may go its way.
            phone.seen_targets.discard(key)
        document = shown.get(deed.target)
        if is_shown and key in phone.seen_targets and not (phone.has_forgotten or phone.is_torn):
            require(
                run,
                "I4",
                document is not None,
                f"{phone.name}: {deed.target}, about which {key} is, has gone",
            )
        if document is None:
            continue
        if deed.kind == "work_order.comment" and phone.acknowledged.get(key) != "quarantined":
            is_there = any(comment["id"] == key for comment in document["comments"])
            is_there = (
                is_there or key in run.beyond_promise(phone, {key}) or run.tables.was_in_quarantine(key)
            )
            require(run, "I4", is_there, f"{phone.name}: the comment {key} has gone from {deed.target}")
        if deed.kind == "round.tick" and is_shown and deed.payload["visit"] not in unticked:
            visit = next(v for v in document["visits"] if v["id"] == deed.payload["visit"])
            require(run, "I4", visit["state"] == "done", f"{phone.name}: the tick {key} is not to be seen")


def _nothing_is_dropped_early(
    run: Run, phone: Phone, entries: list[Entry], shown: Mapping[str, Json]
) -> None:
    """What the overlay has dropped since the last look, the device has read the effect of.

    A bucket of which the storage has lost documents may be read again from its beginning by then, and what it had
    stays on show meanwhile.
    """
    cursor = phone.client.cursor()
    dropped = {entry.id for entry in entries if not entry.is_shown}
    for entry in entries:
        if entry.id not in dropped - phone.dropped or entry.status not in {"applied", "flagged"}:
            continue
        ahead = {
            bucket: version
            for bucket, version in phone.effects.get(entry.id, {}).items()
            if cursor.get(bucket, version) < version
            and not (phone.has_rotted and entry.operation["target"] in shown)
        }
        told = (
            f"{phone.name} has dropped {entry.id}, whose effect is at {ahead}, and read up to {dict(cursor)}"
        )
        require(run, "I4", not ahead, told)
    phone.dropped = dropped


def _shown_is_replayed(run: Run, phone: Phone, entries: list[Entry], shown: Mapping[str, Json]) -> None:
    newest: dict[str, tuple[int, Any]] = {}
    for documents in phone.client.held().buckets.values():
        for document_id, copy in documents.items():
            if document_id not in newest or copy[0] > newest[document_id][0]:
                newest[document_id] = copy
    operations = []
    targets = set()
    for entry in entries:
        if entry.is_shown:
            targets.add(entry.operation.get("target"))
            try:
                operations.append(parse_operation(entry.operation))
            except InvalidOperation:
                continue
    author = Author(f"person:{phone.person}", f"organisation:{run.tables.organisation_of(phone.person)}")
    expected = replay({key: copy[1] for key, copy in newest.items()}, operations, author)
    for document_id, document in expected.items():
        # What lies in no bucket any more, and is shown for an operation's sake, the client alone knows.
        if document_id in newest or document_id not in shown:
            require(
                run,
                "I4",
                shown.get(document_id) == document,
                f"{phone.name} shows {document_id} as {shown.get(document_id)}, not as {document}",
            )
    surplus = shown.keys() - expected.keys() - targets
    require(run, "I4", not surplus, f"{phone.name} shows {sorted(surplus)}, which no bucket holds")
