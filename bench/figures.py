"""How figures are printed: a table of name, value, and ratio to the limit."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles

Row = tuple[str, ...]


def table(title: str, rows: Sequence[Row]) -> str:
    """Rows of as many columns each, under a title: what it is, then values to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["", title, "-" * len(title)]
    for what, *values in rows:
        cells = [f"{value:>{width}}" for value, width in zip(values, widths[1:], strict=True)]
        lines.append("  ".join((f"{what:<{widths[0]}}", *cells)).rstrip())
    return "\n".join(lines)


def middle(values: Sequence[float]) -> float:
    """The median: the machine is noisy."""
    return median(values)


def ratio(value: float, limit: float) -> str:
    """How many times the limit."""
    return f"{value / limit:.2f}x"


def spread(values: Sequence[float]) -> str:
    """Between which values the middle half lies: how noisy the machine was."""
    first, _, third = quantiles(values, n=4)
    return f"{first:.2f} to {third:.2f}"
