"""How figures are printed: a table of name, value, and ratio to the limit."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

Row = tuple[str, str, str]


def table(title: str, rows: Sequence[Row]) -> str:
    """Rows of (what, value, beside the limit) under a title."""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["", title, "-" * len(title)]
    lines += [f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}".rstrip() for row in rows]
    return "\n".join(lines)


def middle(values: Sequence[float]) -> float:
    """The median: the machine is noisy."""
    return median(values)


def ratio(value: float, limit: float) -> str:
    """How many times the limit."""
    return f"{value / limit:.2f}x"
