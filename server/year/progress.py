"""How far a folder has come: `progress.json`, put in place whole after each whole day."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

FILE = "progress.json"


@dataclass(slots=True)
class Progress:
    """Whose year it is (`seed`, `begins_on`, `size`), and how far it has come.

    `days`: whole days so far. `is_closing`: the last of them stands in the database's log still, not yet in its file.
    `audit_rows`: how long the audit log was then; None before anything was made.
    `counts`: what can't be read from the database afterwards, by name. `seconds`: the time it took, by month (2026-01).
    """

    seed: str
    begins_on: date
    size: float
    days: int = 0
    is_closing: bool = False
    audit_rows: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Put it in place of the one before."""
        content = {
            "seed": self.seed,
            "begins_on": self.begins_on.isoformat(),
            "size": self.size,
            "days": self.days,
            "is_closing": self.is_closing,
            "audit_rows": self.audit_rows,
            "counts": dict(sorted(self.counts.items())),
            "seconds": self.seconds,
        }
        unfinished = folder / f"{FILE}.new"
        unfinished.write_text(json.dumps(content, indent=2), encoding="utf-8")
        unfinished.replace(folder / FILE)


def load_progress(folder: Path) -> Progress | None:
    """How far a folder has come; None where nothing has begun."""
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Progress(
        seed=content["seed"],
        begins_on=date.fromisoformat(content["begins_on"]),
        size=content["size"],
        days=content["days"],
        is_closing=content["is_closing"],
        audit_rows=content.get("audit_rows"),
        counts=Counter(content["counts"]),
        seconds=content["seconds"],
    )
