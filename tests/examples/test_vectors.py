"""The client passes every shared case that concerns a device and the kinds of operation that it knows."""

from __future__ import annotations

import json
import subprocess

from tests.examples.kierros import FOLDER, REPOSITORY, node


def test_the_shared_cases() -> None:
    ran = subprocess.run([node(), str(FOLDER / "vectors.mjs")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    counts = json.loads(ran.stdout)
    assert set(counts) == {path.name for path in (REPOSITORY / "tests/vectors").glob("*.json")}
    for name in ("overlay", "upcasting", "wire", "slots", "sums", "instants"):
        assert counts[f"{name}.json"]["passed"] > 0, name
