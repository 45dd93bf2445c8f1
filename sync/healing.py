"""How a bucket that differs from the server's is put right (docs/protocol.md, steps 11 and 16). Pure.

    differs → sums: ask for its 256 sub-sums → slots: ask for those that differ → equal
                 └─ more than 64 differ ─────────┴─ still differs ─→ reread: from version 0 → equal
                                                                                  └────────→ differs: reported

Each bucket goes this way at most once a day by the server's clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sync.limits import MEND_BUCKETS_MAX, MEND_SLOTS_MAX
from sync.messages import Check, ResponseEnd
from sync.position import Healing, Position, Reading
from sync.sums import SUM_MAX, slot_sums

HEALED_AGAIN_AFTER = timedelta(days=1)
CHECKED_AGAIN_AFTER = timedelta(days=1)

Mend = Mapping[str, tuple[int, ...] | None]


def mend_wanted(position: Position) -> dict[str, tuple[int, ...] | None]:
    """What to ask for with `mend`: of some buckets the sub-sums (None), of others slots."""
    asked: dict[str, tuple[int, ...] | None] = {}
    for bucket, healing in position.healings.items():
        if healing.stage in ("sums", "slots") and bucket in position.cursor:
            asked[bucket] = healing.slots if healing.stage == "slots" else None
    return dict(sorted(asked.items())[:MEND_BUCKETS_MAX])


def differing(position: Position) -> tuple[str, ...]:
    """The buckets that differ after all that, to be reported."""
    healings = position.healings.items()
    return tuple(
        sorted(name for name, healing in healings if healing.stage == "differs" and name in position.cursor)
    )


def is_check_due(position: Position, now: datetime) -> bool:
    """Whether all checks are to be asked for: once a day by the device's clock, also when that was set back."""
    return position.checked_at is None or abs(now - position.checked_at) >= CHECKED_AGAIN_AFTER


def is_healing(position: Position) -> bool:
    """Whether the next answer would bring a bucket nearer to being equal: ask at once."""
    return any(
        healing.stage in ("sums", "slots", "reread") and bucket in position.cursor
        for bucket, healing in position.healings.items()
    )


def check_of(revisions: Mapping[str, int]) -> Check:
    """Count and sum of what a bucket holds: revisions by document id."""
    return Check(len(revisions), sum(slot_sums(revisions.items())) & SUM_MAX)


def after_checks(
    position: Position,
    asked: Mend,
    end: ResponseEnd,
    held: Mapping[str, Mapping[str, int]],
    server_time: datetime,
) -> Position:
    """The position after a complete answer's checks; `held` are the revisions by id of each bucket that was checked.

    Buckets to be read again are at version 0 in it. The same position when there is nothing new.
    """
    healings = dict(position.healings)
    for bucket, revisions in held.items():
        is_equal = check_of(revisions) == end.checks[bucket]
        healing = _next(healings.get(bucket), is_equal, server_time)
        if healing is not None and not is_equal and bucket in asked:
            healing = _narrowed(healing, end.slots.get(bucket), revisions)
        if healing is not None:
            healings[bucket] = healing
    changed = {bucket for bucket, healing in healings.items() if healing != position.healings.get(bucket)}
    if not changed:
        return position
    again = [bucket for bucket in changed if healings[bucket].stage == "reread"]
    return reread(replace(position, healings=healings), again)


def reread(position: Position, buckets: Iterable[str]) -> Position:
    """The position from which these buckets are read again from version 0, while their old copies stay on show."""
    names = list(buckets)
    if not names:
        return position
    generation = position.generation + 1
    return replace(
        position,
        generation=generation,
        cursor={**position.cursor, **dict.fromkeys(names, 0)},
        readings={**position.readings, **dict.fromkeys(names, Reading(0, generation))},
    )


def _next(healing: Healing | None, is_equal: bool, server_time: datetime) -> Healing | None:
    """The stage that a check leads to, as long as it is not known which slots differ."""
    if is_equal:
        return None if healing is None else replace(healing, stage="equal", slots=())
    # A time that the server's clock told by mistake must not keep a bucket from being mended for years.
    if healing is None or abs(server_time - healing.began_at) >= HEALED_AGAIN_AFTER:
        return Healing("sums", server_time)
    if healing.stage in ("equal", "reread"):
        return replace(healing, stage="differs", slots=())
    return healing


def _narrowed(healing: Healing, theirs: tuple[int, ...] | None, revisions: Mapping[str, int]) -> Healing:
    """The stage after an answer to `mend`: its sub-sums lead to slots, and mended slots that did not help to all."""
    ours = slot_sums(revisions.items())
    slots = tuple(slot for slot, sum_ in enumerate(theirs or ()) if sum_ != ours[slot])
    if healing.stage == "sums" and 0 < len(slots) <= MEND_SLOTS_MAX:
        return replace(healing, stage="slots", slots=slots)
    return replace(healing, stage="reread", slots=())
