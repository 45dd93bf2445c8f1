"""`python -m tests.simulation.planted.player`: plays seeds in the folder it is started in, until something is violated.

Prints a line of JSON: the last seed that was played, and what it violated.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import server
import sync
from tests import simulation
from tests.simulation.processes import stage


def main(arguments: list[str]) -> None:
    """Play, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.planted.player")
    parser.add_argument("client")
    parser.add_argument("database")
    parser.add_argument("seeds", type=int, nargs="+")
    asked = parser.parse_args(arguments)
    _only_from_here()
    seed, violation = 0, None
    with stage(asked.client, asked.database) as made:
        for seed in asked.seeds:
            violation = made.play(str(seed)).violation
            if violation is not None:
                break
    print(json.dumps({"seed": seed, "violation": violation}))


def _only_from_here() -> None:
    """Code from anywhere else would not have the bug, and seem to stand the test."""
    here = Path.cwd().resolve()
    for package in (server, sync, simulation):
        if not Path(package.__file__ or "").resolve().is_relative_to(here):
            raise SystemExit(f"{package.__name__} comes from {package.__file__}, not from {here}")


if __name__ == "__main__":
    main(sys.argv[1:])
