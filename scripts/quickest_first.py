"""A pytest plugin for scripts/mutants.sh: the quickest tests first, few examples, and always the same ones.

Most mutants die in the first test that meets them, so the order decides how long a run takes.
"""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

_STATS = Path("mutmut-stats.json")
"""Written by mutmut into the folder in which it runs the tests: how long each took without any mutant."""


def pytest_configure() -> None:
    """Few examples: a property's other tests have to find the rest."""
    hypothesis_settings.register_profile(
        "mutants",
        max_examples=15,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    hypothesis_settings.load_profile("mutants")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by duration; what has not been measured yet stays where it is."""
    if _STATS.exists():
        durations = json.loads(_STATS.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: durations.get(item.nodeid, 0))
