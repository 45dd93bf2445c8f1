"""The pages of documentation, and what tests ask of them: tables, paths, links."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/*.md"))
)


def read(path: str) -> str:
    """A file of the project as text."""
    return (ROOT / path).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """What stands under a heading, down to the next of the same or a higher level."""
    level = len(heading) - len(heading.lstrip("#"))
    _, found, rest = f"\n{read(page)}".partition(f"\n{heading}\n")
    assert found, f"{page} has no heading {heading!r}"
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The body rows of all tables in a text, as cells."""
    lines = text.splitlines()
    heads = {index - 1 for index, line in enumerate(lines) if re.match(r"^\|[-| ]+\|$", line)}
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for index, line in enumerate(lines)
        if line.startswith("|") and index not in heads and not re.match(r"^\|[-| ]+\|$", line)
    ]


def quoted(text: str) -> list[str]:
    """Everything that stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def first_codes(text: str) -> list[str]:
    """What stands in backticks in the first column of the tables in a text, in order."""
    return [code for row in rows(text) for code in quoted(row[0])]


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```", "", read(page), flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
