"""I6: versions grow in the order of commits; and the part of I11 that says which tombstones may be purged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.invariants.violation import require

if TYPE_CHECKING:
    from tests.simulation.run import Run


def i6_versions_grow(run: Run) -> None:
    """Versions grow in the order of commits: what changes gets a version above everything its bucket had before."""
    entries = {
        (row["bucket"], row["document_id"]): (row["version"], row["revision"], bool(row["is_deleted"]))
        for row in run.server.rows(
            "SELECT bucket, document_id, version, revision, is_deleted FROM feed_entries"
        )
    }
    buckets = run.server.rows("SELECT name, version, floor FROM feed_buckets")
    heads = {row["name"]: row["version"] for row in buckets}
    floors = {row["name"]: row["floor"] for row in buckets}
    before, heads_before = run.seen_entries, run.seen_heads
    for bucket, version in heads_before.items():
        require(run, "I6", heads.get(bucket, -1) >= version, f"{bucket} went back from {version}")
    for key, now in entries.items():
        then = before.get(key)
        if then == now:
            continue
        floor = heads_before.get(key[0], 0)
        require(run, "I6", floor < now[0] <= heads[key[0]], f"{key} got {now[0]} with the head at {floor}")
        require(run, "I6", then is None or now[1] >= then[1], f"{key} went back to revision {now[1]}")
    for key in before.keys() - entries.keys():
        require(run, "I11", before[key][2], f"{key} is purged and was no tombstone")
        floor, version = floors[key[0]], before[key][0]
        require(run, "I11", version <= floor, f"{key} of {version} is purged with the floor at {floor}")
    taken = {(bucket, version[0]) for (bucket, _), version in entries.items()}
    require(run, "I6", len(taken) == len(entries), "two documents have one version")
    run.seen_entries, run.seen_heads = entries, heads


def i6_nothing_comes_in_below(run: Run, read: dict[str, tuple[int, set[tuple[str, int]]]]) -> None:
    """Whoever has read a bucket up to a version finds nothing new below it later. `read`: what was read before."""
    found: dict[str, set[tuple[str, int]]] = {}
    heads: dict[str, int] = {}
    # In one statement: heads and entries of one moment.
    for row in run.server.rows(
        "SELECT name, feed_buckets.version AS head, document_id, feed_entries.version AS version"
        " FROM feed_buckets JOIN feed_entries ON bucket = name"
    ):
        heads[row["name"]] = row["head"]
        found.setdefault(row["name"], set()).add((row["document_id"], row["version"]))
    for bucket, head in heads.items():
        before, known = read.get(bucket, (0, set()))
        late = {each for each in found[bucket] - known if each[1] <= before}
        require(run, "I6", head >= before, f"{bucket} went back from {before} to {head}")
        require(run, "I6", not late, f"{bucket}: {sorted(late)} came in below {before}")
        read[bucket] = (head, found[bucket] | known)
