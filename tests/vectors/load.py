"""Reads the shared cases for pytest."""

import json
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).parent


def load(name: str) -> dict[str, Any]:
    """A whole vector file, for example load("overlay"), with the cases of its parts (`overlay.duty.json`, …)."""
    whole, *parts = (
        json.loads(file.read_text(encoding="utf-8"))
        for file in (_FOLDER / f"{name}.json", *sorted(_FOLDER.glob(f"{name}.*.json")))
    )
    return {**whole, "cases": [*whole["cases"], *(case for part in parts for case in part["cases"])]}


def cases(name: str, **given: Any) -> Any:
    """Run a test once a case, as test(given, expect); only the cases whose `given` has these values."""
    chosen = [case for case in load(name)["cases"] if given.items() <= case["given"].items()]
    return pytest.mark.parametrize(
        ("given", "expect"), [pytest.param(case["given"], case["expect"], id=case["name"]) for case in chosen]
    )
