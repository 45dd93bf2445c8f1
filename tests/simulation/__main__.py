"""`python -m tests.simulation`: plays seeds and says what they showed. `make simulate` is the short way.

Ends with 1 when an invariant is violated, and prints the shortest trace it finds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from tests.simulation.character import STEPS_MAX
from tests.simulation.processes import Plan, play_many
from tests.simulation.report import Report, trace_lines
from tests.simulation.run import Result

_FAILURES_MAX = 5
"""After so many the rest would say the same."""


def main(arguments: list[str]) -> int:
    """Read the arguments, play, print."""
    _fix_hashes()
    asked = _parse(arguments)
    report = Report(asked.client, asked.database, asked.first)
    begun = time.monotonic()

    def heard(result: Result) -> bool:
        report.add(result)
        if result.violation is not None:
            print("\n".join(trace_lines(result)), flush=True)
        if asked.every and report.seeds % asked.every == 0:
            print(f"{report.seeds} seeds, {time.monotonic() - begun:.0f} s", flush=True)
        return len(report.failed) < _FAILURES_MAX

    left_out = frozenset(asked.without) | frozenset(range(asked.steps + 1, STEPS_MAX + 1))
    plan = Plan(asked.client, asked.database, asked.first, asked.seeds, left_out)
    play_many(plan, asked.processes, asked.minutes * 60, heard)
    report.seconds = time.monotonic() - begun
    print("\n".join(report.lines()))
    if asked.json:
        asked.json.write_text(json.dumps(report.as_json(), indent=1, ensure_ascii=False))
    return 1 if report.failed else 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=100, help="how many")
    parser.add_argument("--from", dest="first", type=int, default=1, help="the first seed")
    parser.add_argument("--client", choices=("python", "typescript"), default="python")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="begin no seed after so long")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--without", type=_numbers, default=[], help="steps to leave out: 3,4,17")
    parser.add_argument("--steps", type=int, default=STEPS_MAX, help="no more than so many a run")
    parser.add_argument("--every", type=int, default=0, help="tell of every so many seeds")
    parser.add_argument("--json", type=Path, help="write the report to a file, too")
    return parser.parse_args(arguments)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",") if number]


def _fix_hashes() -> None:
    """Sets of texts have another order in every process, unless the hash has a seed: a run must be the same again."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
