"""I8, and the part of I11 that an answer shows: it brings what changed, and begins anew where it has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.clients import Json
from tests.simulation.invariants.kept import i2_acknowledged_means_kept
from tests.simulation.invariants.violation import require

if TYPE_CHECKING:
    from tests.simulation.phone import Phone
    from tests.simulation.run import Run

CONSTANT_BYTES = 6_000
"""More than this no answer without changes may measure: a header, an end, and what these say of each bucket."""


def check_answer(run: Run, asked: Json, said: list[Json], size: int) -> None:
    """All that an answer to a sync must fulfil: `said` are its lines, `size` its bytes."""
    header, *lines, end = said
    i2_acknowledged_means_kept(run, header)
    i8_bytes_follow_changes(run, asked, header, lines, end, size)


def i8_bytes_follow_changes(
    run: Run, asked: Json, header: Json, lines: list[Json], end: Json, size: int
) -> None:
    """An answer has each document that changed after the cursor once, in the order of versions, and little else."""
    anew = set(header["scope"].get("reset", ())) | set(header["scope"]["add"])
    begins = {} if anew >= asked["cursor"].keys() else asked["cursor"]
    seen: set[tuple[str, str]] = set()
    last = ("", 0)
    for line in lines:
        if line.get("m"):
            continue
        begin = 0 if line["b"] in anew else begins.get(line["b"], 0)
        require(run, "I8", line["v"] > begin, f"{line['id']} at {line['v']} is sent again after {begin}")
        require(run, "I8", (line["b"], line["id"]) not in seen, f"{line['id']} is there twice")
        require(run, "I8", (line["b"], line["v"]) > last, f"{line['id']} is out of order")
        seen.add((line["b"], line["id"]))
        last = (line["b"], line["v"])
    if not lines and not header["results"] and "slots" not in end:
        require(run, "I8", size <= CONSTANT_BYTES, f"{size} bytes without a change")


def i8_a_second_pull_is_empty(run: Run, phone: Phone, answers: list[tuple[Json, list[Json], int]]) -> None:
    """Asked again, the server has nothing to add."""
    for header, lines, size in answers:
        require(run, "I8", not lines, f"{phone.name} gets {len(lines)} lines again")
        require(run, "I8", size <= CONSTANT_BYTES, f"{size} bytes for nothing")
        require(run, "I8", not header["results"], f"{phone.name} sends {header['results']} again")


def i11_who_may_have_missed_a_removal_begins_anew(run: Run, asked: Json, header: Json) -> None:
    """A bucket that was read to below its floor is read from the start, one read further never is.

    A reading that began after the purge goes on: it names the floor that it was told. See docs/protocol.md, step 10.
    """
    if not asked.get("pull", True) or asked["epoch"] not in {None, header["epoch"]}:
        return
    floors = {row["name"]: row["floor"] for row in run.server.rows("SELECT name, floor FROM feed_buckets")}
    scope = header["scope"]
    held = asked["cursor"].keys() - set(scope["drop"])
    reset = set(scope.get("reset", ()))
    told = header.get("floors", {})
    for bucket in held:
        cursor, floor = asked["cursor"][bucket], floors.get(bucket, 0)
        is_behind = 0 < cursor < floor and asked.get("reading", {}).get(bucket) != floor
        how = "is reset" if bucket in reset else "is read on"
        told_of = f"{bucket} {how} from {cursor}, with the floor at {floor}"
        require(run, "I11", (bucket in reset) == is_behind, told_of)
    for bucket in reset | set(scope["add"]) | {bucket for bucket in held if asked["cursor"][bucket] == 0}:
        floor = floors.get(bucket, 0)
        right = f"{bucket} begins with the floor {told.get(bucket)} told, which is {floor}"
        require(run, "I11", told.get(bucket, 0) == floor, right)
