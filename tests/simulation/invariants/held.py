"""I5, I7, I9 and I11: what a phone holds once it has read everything, however its reading went."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tests.simulation.invariants.violation import require

if TYPE_CHECKING:
    from tests.simulation.phone import Phone
    from tests.simulation.run import Run

Buckets = Mapping[str, Mapping[str, tuple[int, Any]]]


def i5_both_ends_are_equal(run: Run, phone: Phone, held: Buckets) -> None:
    """After a complete answer the device has what the server has in every bucket, and sums are equal exactly then."""
    scope = run.tables.scope_of(phone.person)
    for bucket in scope:
        here = {key: copy[0] for key, copy in held.get(bucket, {}).items()}
        there = run.tables.current_revisions(bucket)
        require(run, "I5", here == there, f"{phone.name} differs in {bucket}: {_difference(here, there)}")
        head = run.server.rows(
            "SELECT documents AS count, sum FROM feed_buckets WHERE name = :name", name=bucket
        )
        stored = (head[0]["count"], head[0]["sum"]) if head else (0, 0)
        require(
            run, "I5", stored == (len(here), _sum(here)), f"the sum of {bucket} is not that of its documents"
        )


def i7_resumed_equals_what_lies_there(run: Run, phone: Phone, held: Buckets) -> None:
    """Once it is complete, a reading that had broken off has brought all lines as they are, and left nothing else."""
    for bucket in run.tables.scope_of(phone.person):
        there = run.tables.current_lines(bucket)
        here = dict(held.get(bucket, {}))
        told = f"{phone.name}, whose reading had broken off, differs in {bucket}: {_difference(here, there)}"
        require(run, "I7", here == there, told)


def i7_resumed_equals_uninterrupted(run: Run) -> None:
    """What a device has gathered over all interruptions is what an undisturbed reader gets at once."""
    for phone in run.phones:
        if not phone.is_joined or not run.tables.scope_of(phone.person):
            continue
        afresh = run.witness.read(phone.person)
        held = phone.wake().held().buckets
        for bucket in afresh.keys() | held.keys():
            there, here = afresh.get(bucket, {}), dict(held.get(bucket, {}))
            require(run, "I7", here == there, f"{phone.name} differs in {bucket}: {_difference(here, there)}")


def i9_nothing_outside_the_scope(run: Run, phone: Phone, held: Buckets) -> None:
    """After a complete answer the device holds nothing of a bucket that its person may not have."""
    outside = {bucket for bucket, documents in held.items() if documents}
    outside -= run.tables.scope_of(phone.person)
    require(run, "I9", not outside, f"{phone.name} holds {sorted(outside)}")


def i11_purges_and_snapshots_cannot_be_seen(run: Run, phone: Phone) -> None:
    """Who was away while tombstones were forgotten has what a reader of today gets, by pages as by files made ahead."""
    held = phone.wake().held().buckets
    by_pages = run.witness.read(phone.person)
    by_files = run.witness.read(phone.person, can_read_snapshots=True)
    for bucket in by_pages.keys() | by_files.keys() | held.keys():
        there = by_pages.get(bucket, {})
        here, from_files = dict(held.get(bucket, {})), by_files.get(bucket, {})
        require(run, "I11", here == there, f"{phone.name} differs in {bucket}: {_difference(here, there)}")
        told = f"files of {bucket} differ from its pages: {_difference(from_files, there)}"
        require(run, "I11", from_files == there, told)


def _difference(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    keys = sorted(key for key in here.keys() | there.keys() if here.get(key) != there.get(key))
    return ", ".join(f"{key} {here.get(key)} / {there.get(key)}" for key in keys[:4])[:900]


def _sum(revisions: Mapping[str, int]) -> int:
    total = 0
    for document_id, revision in revisions.items():
        total += int.from_bytes(sha256(f"{document_id}\n{revision}".encode()).digest()[:6], "big")
    return total % 2**48
