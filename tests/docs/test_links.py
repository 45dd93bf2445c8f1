"""Links lead somewhere, and paths that are named exist."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, first_codes, prose, quoted, section

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
_PATH = re.compile(
    r"(?:server|sync|fieldapp|tests|bench|scripts|docs)/[\w./-]*|Makefile|[\w-]+\.(?:md|toml|txt)"
)
_MADE_BY_BUILDING = ("fieldapp/dist", "fieldapp/node_modules")


@pytest.mark.parametrize("path", PAGES)
def test_relative_links_resolve(path):
    for link in _LINK.findall(prose(path)):
        target_path, _, anchor = link.partition("#")
        target = (ROOT / path).parent / target_path if target_path else ROOT / path
        assert target.exists(), f"{path}: {link}"
        if anchor:
            assert anchor in anchors(target.resolve().relative_to(ROOT).as_posix()), f"{path}: {link}"


@pytest.mark.parametrize("path", PAGES)
def test_paths_that_are_named_exist(path):
    named = [text for text in quoted(prose(path)) if _PATH.fullmatch(text)]
    missing = [
        text
        for text in named
        if not text.startswith(_MADE_BY_BUILDING)
        and not (ROOT / text).exists()
        and not ((ROOT / path).parent / text).exists()
    ]
    assert missing == []


def test_the_life_of_a_tick_is_a_file_a_step():
    files = first_codes("\n".join(_last_cell(line) for line in _steps()))
    assert len(files) >= 15
    assert all((ROOT / file).is_file() for file in files)


def _steps() -> list[str]:
    return [line for line in section("README.md", "## The life of one tick").splitlines() if line[:1] == "|"]


def _last_cell(line: str) -> str:
    return f"|{line.rstrip('|').rpartition('|')[2]}|"
