"""What many runs have shown, added up: as text for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.run import Result

NAMES = {
    "I1": "nothing recorded is lost, and what is destroyed with its phone is noticed",
    "I2": "acknowledged means kept, also after crashes and restores",
    "I3": "effects happen exactly once",
    "I4": "the worker sees the own work",
    "I5": "after a complete answer both ends are equal, and their sums are",
    "I6": "versions grow in the order of commits",
    "I7": "an interrupted and resumed pull equals an uninterrupted one",
    "I8": "bytes follow changes; a second pull is empty",
    "I9": "nothing outside the scope, and a regained scope restores it",
    "I10": "everything is decided, and nothing blocks another for ever",
    "I11": "purges and the choice of snapshots are invisible",
    "I12": "every completion is there, and clashes are flagged",
    "no fault of its own": "the server has logged no fault but those it was given",
}
"""Every invariant in a line; README.md says more."""


@dataclass(slots=True)
class Report:
    """Sums over runs."""

    client: str
    database: str
    first: int
    seeds: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    injected: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    failed: list[Result] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Take in one run."""
        self.seeds += 1
        self.counts += result.counts
        self.injected += result.injected
        self.checked += result.checked
        if result.violation is not None:
            self.failed.append(result)

    def lines(self) -> Iterator[str]:
        """The report as people read it."""
        yield f"Simulation: {self.client} client, {self.database}, seeds {self.first} to {self.first + self.seeds - 1}"
        yield f"  {self.seeds:>12,}  seeds in {self.seconds:,.0f} s"
        for name in sorted(self.counts):
            yield f"  {self.counts[name]:>12,}  {name}"
        yield "Faults injected"
        for name in sorted(self.injected):
            yield f"  {self.injected[name]:>12,}  {name.replace('_', ' ')}"
        yield "Invariants checked"
        for name, text in NAMES.items():
            yield f"  {self.checked[name]:>12,}  {name}: {text}"
        yield f"Violations: {len(self.failed)}"

    def as_json(self) -> Mapping[str, Any]:
        """The same for programs."""
        return {
            "client": self.client,
            "database": self.database,
            "first": self.first,
            "seeds": self.seeds,
            "seconds": round(self.seconds, 1),
            "counts": dict(sorted(self.counts.items())),
            "faults": dict(sorted(self.injected.items())),
            "invariants": {name: self.checked[name] for name in NAMES},
            "violations": [
                {"seed": result.seed, "violation": result.violation, "trace": result.trace}
                for result in self.failed
            ],
        }


def trace_lines(result: Result) -> Iterator[str]:
    """A failing run as it can be read and played again."""
    yield ""
    yield from result.trace
    yield f"VIOLATED {result.violation}"
    if result.left_out:
        steps = ",".join(map(str, sorted(result.left_out)))
        yield f"Play it again: make simulate SEEDS=1 FROM={result.seed} WITHOUT={steps}"
    else:
        yield f"Play it again: make simulate SEEDS=1 FROM={result.seed}"
