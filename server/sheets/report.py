"""What an import of a file of rows found and did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from server.sheets.faults import Fault

Counts = Counter[tuple[str, str]]
"""How many of (what, outcome): `created`, `changed` or `unchanged`."""


@dataclass(frozen=True, slots=True)
class Report:
    """`counts` is empty when nothing was loaded; `unused` are columns without a use."""

    row_count: int
    faults: tuple[Fault, ...]
    unused: tuple[str, ...]
    counts: Counts


def of_faulty_header(row_count: int, faults: Iterable[Fault]) -> Report:
    """Without its columns no row can be right: nothing was read, and nothing done."""
    return Report(row_count, tuple(faults), (), Counter())
