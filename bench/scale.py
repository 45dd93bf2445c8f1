"""A pull of 50 changed documents, with few documents stored and with a hundred times as many, in turns."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.device import Device, wire_bytes
from bench.figures import Row, middle, ratio, spread, table
from bench.served import Served
from bench.stored import Stored

FEW = 10_000
MANY = 1_000_000
CHANGED = 50
_ROUNDS = 200
_WARM_UP_ROUNDS = 10


@dataclass(slots=True)
class _Side:
    """One database, the device that reads from it, and what its pulls cost."""

    stored: Stored
    person_id: str
    served: Served
    device: Device
    cpu_ms: float = 0.0
    pulls_ms: list[float] = field(default_factory=list)
    changes_ms: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)

    def change(self) -> None:
        began = time.perf_counter()
        self.stored.change(self.person_id, CHANGED)
        self.changes_ms.append((time.perf_counter() - began) * 1_000)

    def pull(self) -> None:
        cpu_before_ms = self.served.cpu_ms()
        began = time.perf_counter()
        answer = self.device.ask()
        self.pulls_ms.append((time.perf_counter() - began) * 1_000)
        self.cpu_ms += self.served.cpu_ms() - cpu_before_ms
        lines = answer.content.splitlines()
        if not self.device.take(answer) or len(lines) != CHANGED + 2:
            raise RuntimeError(f"{len(lines)} lines in the place of {CHANGED} documents")
        self.answers.append(len(answer.content))
        self.sent.append(wire_bytes(answer))

    def forget(self) -> None:
        for values in (self.pulls_ms, self.changes_ms, self.answers, self.sent):
            values.clear()
        self.cpu_ms = 0.0


def report(folder: Path) -> str:
    """Make both databases, pull from both in turns, and compare."""
    few, many = (Stored(folder / f"{documents}", documents) for documents in (FEW, MANY))
    with few.running() as few_served, many.running() as many_served:
        texts = []
        for title, few_person, many_person in (
            ("elsewhere", few.apart, many.apart),
            ("half of them in the device's own district", few.amid, many.amid),
        ):
            sides = (_side(few, few_served, few_person), _side(many, many_served, many_person))
            for number in range(_WARM_UP_ROUNDS + _ROUNDS):
                if number == _WARM_UP_ROUNDS:
                    for side in sides:
                        side.forget()
                for side in sides[:: 1 if number % 2 else -1]:
                    side.change()
                for side in sides[:: 1 if number // 2 % 2 else -1]:
                    side.pull()
            texts.append(_compared(title, *sides))
    return "\n".join(texts)


def _side(stored: Stored, served: Served, person_id: str) -> _Side:
    device = stored.join(served, person_id)
    device.cursor = stored.cursor_of(person_id, datetime.now(UTC))
    return _Side(stored, person_id, served, device)


def _compared(title: str, few: _Side, many: _Side) -> str:
    def row(what: str, of: Callable[[_Side], list[float]], form: str) -> Row:
        values = [middle(of(side)) for side in (few, many)]
        return what, *(format(value, form) for value in values), ratio(values[1], values[0])

    return table(
        f"A pull of {CHANGED} changed documents, the stored ones {title}",
        [
            ("what (median)", f"{FEW:,} stored", f"{MANY:,} stored", "the one beside the other"),
            row("answer, bytes", lambda side: side.answers, ",.0f"),
            row("the same on the wire (gzip), bytes", lambda side: side.sent, ",.0f"),
            row("the pull, ms", lambda side: side.pulls_ms, ".2f"),
            (f"its middle half of {_ROUNDS}, ms", spread(few.pulls_ms), spread(many.pulls_ms), ""),
            row("the server's CPU, ms a pull (mean)", lambda side: [side.cpu_ms / len(side.pulls_ms)], ".2f"),
            row("changing them at the server, ms", lambda side: side.changes_ms, ".2f"),
        ],
    )
