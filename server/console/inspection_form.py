"""Reads the form of the sampling table and the required levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from server.console.forms import Form
from server.inspections.rules import DEFAULT_LEVELS, LEVELS, LOT_MAX, STEPS_MAX, Step, find_fault


def filled_standards(sampling: Sequence[Step], levels: Mapping[str, int]) -> dict[str, str]:
    """The form's fields as they hold now."""
    values = {f"level-{kind}": str(level) for kind, level in levels.items()}
    for number, step in enumerate(sampling):
        values |= {f"from-{number}": str(step.lot_from), f"sample-{number}": str(step.sample)}
    return values


def read_sampling(form: Form) -> tuple[Step, ...]:
    """The lines that are filled in. What is wrong stands at the line, or at the table (`sampling`)."""
    steps = []
    for number in range(STEPS_MAX):
        lot_from, sample = form.value(f"from-{number}").strip(), form.value(f"sample-{number}").strip()
        if not lot_from and not sample:
            continue
        if not (_is_count(lot_from) and _is_count(sample)):
            form.refuse("sampling", _("Line %(number)s: fill in two whole numbers.", number=number + 1))
            continue
        steps.append(Step(int(lot_from), int(sample)))
    fault = find_fault(steps)
    if fault is not None:
        form.refuse("sampling", _fault_words(fault))
    return tuple(steps)


def read_levels(form: Form) -> dict[str, int]:
    """The level of each kind of space."""
    levels = {}
    for kind in DEFAULT_LEVELS:
        level = form.choice(f"level-{kind}", [str(each) for each in LEVELS])
        levels[kind] = int(level or 0)
    return levels


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(LOT_MAX))


def _fault_words(fault: str) -> str:
    words = {
        "begins_at_1": _("The first line begins at 1 space."),
        "out_of_bounds": _("Draw one space at least, and stay below 10,000."),
        "not_growing": _("Each line begins at more spaces than the one before."),
        "shrinking": _("A larger building never has fewer spaces drawn than a smaller one."),
    }
    return str(words[fault])
