"""`python -m tests.simulation.planted`: does the simulation see the bugs that were planted for it?

Each bug gets a copy of the tree of its own, and seeds are played there, from 1 on or from where its header says, until
something is violated: its invariant, and no other. Then the seeds that showed something are played without a bug, and
nothing may be violated. Ends with 1 when a
patch no longer applies, a bug is not seen or seen by another invariant, or the tree without a bug is not clean.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.simulation.planted.copies import copy_again, copy_tree
from tests.simulation.planted.patches import DoesNotApply, Planted, plant, planted_bugs

SEEDS_MAX = 60
"""A bug that hides for longer counts as not seen."""
AT_ONCE = 2
_SECONDS_MAX = 1_800


@dataclass(frozen=True, slots=True)
class Played:
    """What a player told of some seeds; `problem` says why that is not what it had to tell."""

    name: str
    seed: int = 0
    violation: str | None = None
    seconds: float = 0.0
    problem: str | None = None

    @property
    def invariant(self) -> str:
        """The violated one."""
        return (self.violation or "nothing").partition(":")[0]


def main(arguments: list[str]) -> int:
    """Plant, play, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.planted")
    parser.add_argument("--only", default="", help="the name of one bug, or a part of it")
    asked = parser.parse_args(arguments)
    bugs = [bug for bug in planted_bugs() if asked.only in bug.name]
    # Those that take longest go first, so that no core is idle in the end.
    bugs.sort(key=lambda bug: (bug.database == "sqlite", bug.client == "python", bug.name))
    if not bugs:
        print(f"No planted bug is called {asked.only}.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="kierros-planted-") as folder:
        healthy = Path(folder) / "healthy"
        copy_tree(healthy)
        print(f"{'planted bug':<40} {'seed':>5}  {'seen by':<8} {'seconds':>8}")
        seen = _at_once([partial(_play_bug, bug, healthy) for bug in bugs])
        clean = _at_once(_controls(bugs, seen, healthy))
    for problem in (each.problem for each in (*seen, *clean) if each.problem):
        print(f"\n{problem}", file=sys.stderr)
    right = sum(each.problem is None for each in seen)
    print(f"Seen as they have to be: {right} of {len(bugs)} planted bugs")
    return 1 if any(each.problem for each in (*seen, *clean)) else 0


def _at_once(todo: Sequence[Callable[[], Played]]) -> list[Played]:
    """Play these side by side, and print each as it ends."""

    def play(each: Callable[[], Played]) -> Played:
        played = each()
        seed = played.seed if played.violation else "-"
        print(f"{played.name:<40} {seed:>5}  {played.invariant:<8} {played.seconds:>8.1f}", flush=True)
        return played

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(play, todo))


def _play_bug(bug: Planted, healthy: Path) -> Played:
    tree = healthy.with_name(bug.name)
    copy_again(healthy, tree)
    try:
        plant(bug, tree)
    except DoesNotApply as error:
        return Played(bug.name, problem=str(error))
    played = _play(
        bug.name, tree, bug.client, bug.database, range(bug.first_seed, bug.first_seed + SEEDS_MAX)
    )
    if played.problem is None and played.violation is None:
        return replace(played, problem=f"{bug.name} was not seen within {SEEDS_MAX} seeds")
    if played.problem is None and played.invariant != bug.invariant:
        told = f"{bug.name} was seen by another invariant than {bug.invariant}: {played.violation}"
        return replace(played, problem=told)
    return played


def _controls(bugs: Sequence[Planted], seen: Sequence[Played], healthy: Path) -> list[Callable[[], Played]]:
    """The seeds that showed something, without a bug: for each client and database."""
    seeds: dict[tuple[str, str], set[int]] = {}
    for bug, played in zip(bugs, seen, strict=True):
        if played.violation is not None:
            seeds.setdefault((bug.client, bug.database), set()).add(played.seed)
    return [partial(_play_control, healthy, *where, sorted(shown)) for where, shown in seeds.items()]


def _play_control(healthy: Path, client: str, database: str, seeds: Sequence[int]) -> Played:
    name = f"none, {client}, {database}"
    played = _play(name, healthy, client, database, seeds)
    if played.violation is not None:
        return replace(played, problem=f"Without a bug, seed {played.seed} violates {played.violation}")
    return played


def _play(name: str, tree: Path, client: str, database: str, seeds: Sequence[int]) -> Played:
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.simulation.planted.player", client, database, *map(str, seeds)]
    # As `tests.simulation` does: sets of texts must have the same order in every run.
    surroundings = os.environ | {"PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(
            command,
            cwd=tree,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=_SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Played(name, problem=f"{name}: not played to the end within {_SECONDS_MAX} s")
    seconds = time.monotonic() - begun
    if done.returncode:
        return Played(name, seconds=seconds, problem=f"{name}: the player has ended.\n{done.stderr[-3000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Played(name, told["seed"], told["violation"], seconds)


if __name__ == "__main__":
    os.nice(10)
    sys.exit(main(sys.argv[1:]))
