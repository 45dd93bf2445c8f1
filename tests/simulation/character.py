"""What kind of run a seed makes: its length, its weather, and which steps are taken how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from tests.simulation.network import FAULTS, Weather

STEPS_MAX = 90
WEIGHTS = {
    "record": (26.0, True),
    "sync": (26.0, True),
    "kill": (5.0, False),
    "restart": (1.0, False),
    "quota": (1.5, False),
    "evict": (0.6, False),
    "rot": (1.0, False),
    "clock": (1.5, False),
    "foreign": (3.0, False),
    "redeliver": (5.0, False),
    "try_again": (0.5, False),
    "hand_in": (1.0, False),
    "days": (2.0, False),
    "back_up": (3.0, False),
    "restore": (2.0, False),
    "cancel_order": (2.0, False),
    "assign_order": (3.0, False),
    "new_order": (1.0, False),
    "reassign_round": (3.0, False),
    "approve_entries": (2.0, False),
    "return_one": (3.0, False),
    "decide_one": (3.0, False),
    "change_districts": (3.0, False),
    "end_or_give_access": (1.5, False),
    "revoke_device": (0.7, False),
    "run_jobs": (2.0, False),
    "upgrade": (1.5, False),
}
"""How often a step is chosen, and whether every run knows it."""
YOUNGER = {
    "merge_orders": (3.0, 0.4),
}
"""What came later: how often it is chosen, and the share of runs that know it. The others stay what they were."""


@dataclass(frozen=True, slots=True)
class Character:
    """What kind of run a seed makes: drawn once, before the first step."""

    steps: int
    weather: Weather
    likelihoods: dict[str, float]
    pace: timedelta
    page_bytes: int
    snapshot_from: int
    """How many documents a bucket must have to be offered as files."""


def draw_character(random: Random, younger: Random) -> Character:
    """Which faults a run knows: a few of them often find more than all of them at once."""
    kinds = tuple(kind for kind in FAULTS if random.random() < random.choice((0.2, 0.5, 1.0)))
    weather = Weather(random.choice((0.0, 0.15, 0.3, 0.5)), kinds)
    likelihoods = {
        name: weight for name, (weight, is_always) in WEIGHTS.items() if is_always or random.random() < 0.6
    }
    likelihoods |= {name: weight for name, (weight, share) in YOUNGER.items() if younger.random() < share}
    return Character(
        steps=random.randint(40, STEPS_MAX),
        weather=weather,
        likelihoods=likelihoods,
        pace=random.choice((timedelta(minutes=2), timedelta(minutes=40), timedelta(hours=5))),
        page_bytes=random.choice((1024 * 1024, 1024 * 1024, 8000, 2500)),
        snapshot_from=random.choice((1000, 1000, 3)),
    )
