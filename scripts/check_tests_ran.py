#!/usr/bin/env python3
"""Fail when a JUnit report shows no executed test: a run that only skipped or found none proves nothing."""

import re
import sys
from pathlib import Path


def count_of_executed(report: str) -> int:
    """How many tests of a JUnit XML report ran, whatever came of them."""
    suites = re.findall(r"<testsuite\b[^>]*>", report)
    return sum(number_in(suite, "tests") - number_in(suite, "skipped") for suite in suites)


def number_in(suite: str, attribute: str) -> int:
    """The whole number in an attribute of a start tag, 0 without it."""
    found = re.search(rf'\b{attribute}="(\d+)"', suite)
    return int(found.group(1)) if found else 0


def main() -> int:
    report = Path(sys.argv[1]).read_text(encoding="utf-8")
    if count_of_executed(report) > 0:
        return 0
    print("No test was executed.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
