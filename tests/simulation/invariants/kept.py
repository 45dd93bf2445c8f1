"""I1 and I2: nothing that was recorded is lost, and what was acknowledged is in the inbox."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.simulation.clients import Entry, Json
from tests.simulation.invariants.violation import require

if TYPE_CHECKING:
    from tests.simulation.phone import Phone
    from tests.simulation.run import Run


def i1_nothing_recorded_is_lost(run: Run, phone: Phone, entries: list[Entry]) -> None:
    """Every operation that was committed on a phone is in its outbox, in its archive or in the server's inbox."""
    missing = phone.recorded.keys() - {entry.id for entry in entries}
    missing -= run.tables.arrived(missing)
    missing -= run.beyond_promise(phone, missing)
    require(run, "I1", not missing, f"{phone.name} recorded {sorted(missing)}, and nobody has them")


def i1_receipts_tell_what_waits(run: Run, phone: Phone, asked: Json) -> None:
    """What a device says still waits is at least what the server has not got, so that its loss would be noticed."""
    in_batch = {operation.get("id") for operation in asked["operations"]}
    absent = phone.recorded.keys() - in_batch
    absent -= run.tables.arrived(absent)
    pending = asked.get("pending") or {"count": 0}
    if asked["epoch"] == run.tables.epoch():
        require(
            run,
            "I1",
            pending["count"] >= len(absent - run.beyond_promise(phone, absent)),
            f"{phone.name} says that {pending['count']} wait, but the server lacks {sorted(absent)}",
        )
    phone.receipt = (pending["count"], frozenset(absent) | frozenset(in_batch))


def i1_losses_are_noticed(run: Run) -> None:
    """What a destroyed phone took with it is noticed: it was told of as waiting, or a number of its stream is missing.

    Of what was recorded after the phone's last contact nobody can know more than that it has been silent since.
    """
    for phone in run.phones:
        for loss in phone.losses:
            lost = loss.operation
            if run.tables.arrived({lost.id}):
                continue
            later = run.server.rows(
                "SELECT count(*) AS n FROM inbox_operations WHERE stream = :stream AND sequence > :sequence",
                stream=lost.stream,
                sequence=lost.sequence,
            )[0]["n"]
            run.counts[
                "losses, of which nobody could know" if not (loss.was_told or later) else "losses noticed"
            ] += 1
            require(run, "I1", True, "")


def i2_acknowledged_means_kept(run: Run, header: Json) -> None:
    """What an answer acknowledges is in the inbox and keeps its result, whatever crashes."""
    for result in header["results"]:
        if result["status"] == "later":
            continue
        kept = run.tables.arrived({result["id"]})
        require(run, "I2", bool(kept), f"{result['id']} is acknowledged and not in the inbox")
        before = run.results.get(result["id"])
        is_same = before in {None, "quarantined"} or before == result["status"]
        require(run, "I2", is_same, f"{result['id']} was {before} and is {result['status']}")
        run.results[result["id"]] = result["status"]


def i2_every_entry_is_in_the_inbox(run: Run) -> None:
    """Once all is synced, also after older backups were restored, the inbox has everything that any device holds."""
    for phone in run.phones:
        for entry in phone.wake().entries():
            rows = run.server.rows("SELECT raw FROM inbox_operations WHERE id = :id", id=entry.id)
            require(run, "I2", bool(rows), f"{phone.name} holds {entry.id}, which the inbox lacks")
            kept = json.loads(bytes(rows[0]["raw"]))
            require(
                run, "I2", kept == entry.operation, f"{entry.id} is kept as {kept}, not {entry.operation}"
            )
