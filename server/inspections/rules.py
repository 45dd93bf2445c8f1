"""How a sample is drawn, and whether a space passes. Pure.

The supervisor gives a space its level as a whole: that can be done standing in a stairwell. Findings (which soil on
which objects) are the reasons for it; nothing is calculated from them. The tables below are this project's own plain
defaults, copied from no standard and claiming no conformity: who works by one enters its figures at the desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from types import MappingProxyType

from sync.limits import LEVEL_MAX

LEVELS = tuple(range(LEVEL_MAX + 1))
INSPECTED_WORKS = ("maintenance_cleaning", "basic_wash")
FAIL_RULES = ("next_round", "order", "nothing")
"""What a failed space leads to."""
INSPECTOR_ROLES = frozenset({"supervisor", "admin"})
"""Of the landlord's people."""
STEPS_MAX = 20
LOT_MAX = 10_000
USUAL_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Step:
    """From `lot_from` spaces on, `sample` of them are drawn."""

    lot_from: int
    sample: int


DEFAULT_SAMPLING: tuple[Step, ...] = (
    Step(1, 1),
    Step(2, 2),
    Step(5, 3),
    Step(10, 4),
    Step(20, 6),
    Step(40, 9),
    Step(80, 12),
)
DEFAULT_LEVELS: Mapping[str, int] = MappingProxyType(
    {
        "stairwell": 3,
        "laundry_room": 3,
        "drying_room": 3,
        "shared_sauna": 4,
        "waste_room": 2,
        "cellar_corridor": 2,
        "storage": 2,
        "bicycle_store": 2,
        "club_room": 3,
        "lift": 3,
    }
)
"""The level that a space must reach, by its kind. Only these kinds are inspected: yards have checks of their own."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A space with its grade, for the results. `level` is None while it has none."""

    organisation_id: str
    level: int | None
    required: int


@dataclass(frozen=True, slots=True)
class Result:
    """What an organisation's inspected spaces came to. `mean_level` is None when nothing was graded."""

    organisation_id: str
    graded: int
    passed: int
    mean_level: float | None

    @property
    def failed(self) -> int:
        """Graded and not passed."""
        return self.graded - self.passed


def sample_size(sampling: Sequence[Step], lot: int) -> int:
    """How many of `lot` spaces to draw: at most all, and one at least when there is one."""
    fitting = [step.sample for step in sampling if step.lot_from <= lot]
    return min(lot, max(1, fitting[-1])) if fitting else min(lot, 1)


def find_fault(sampling: Sequence[Step]) -> str | None:
    """What is wrong with a sampling table, as a code: it begins at 1 and grows, and the sample never shrinks."""
    if not sampling or len(sampling) > STEPS_MAX or sampling[0].lot_from != 1:
        return "begins_at_1"
    if any(not 1 <= step.sample <= LOT_MAX or step.lot_from > LOT_MAX for step in sampling):
        return "out_of_bounds"
    pairs = list(pairwise(sampling))
    if any(one.lot_from >= other.lot_from for one, other in pairs):
        return "not_growing"
    return "shrinking" if any(one.sample > other.sample for one, other in pairs) else None


def draw(seed: str, space_ids: Iterable[str], count: int) -> frozenset[str]:
    """So many of the spaces, none twice: the same of the same seed, in whatever order they come."""
    ranked = sorted(set(space_ids), key=lambda key: (sha256(f"{seed}:{key}".encode()).digest(), key))
    return frozenset(ranked[:count])


def has_passed(level: int | None, required: int) -> bool | None:
    """Whether a space passes; None while it has no level."""
    return None if level is None else level >= required


def may_inspect(role: str, *, is_landlord: bool) -> bool:
    """Whether somebody's grades count: the landlord inspects, its own work and what it buys."""
    return is_landlord and role in INSPECTOR_ROLES


def summarise(grades: Iterable[Grade]) -> Mapping[str, Result]:
    """The results by organisation. Spaces without a grade count nowhere."""
    by_organisation: dict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        by_organisation[grade.organisation_id].append(grade)
    return {key: _result(key, of_it) for key, of_it in by_organisation.items()}


def _result(organisation_id: str, grades: Sequence[Grade]) -> Result:
    levels = [grade.level for grade in grades if grade.level is not None]
    passed = sum(1 for grade in grades if has_passed(grade.level, grade.required))
    return Result(organisation_id, len(levels), passed, sum(levels) / len(levels) if levels else None)
