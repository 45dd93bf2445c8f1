"""Every command of the Makefile is documented, and every command that a page names exists."""

from __future__ import annotations

import json
import re

import pytest

from server.places.importing.header import COLUMNS as REGISTER
from server.products.importing.columns import COLUMNS as CATALOGUE
from server.sheets.columns import Columns
from tests.docs.pages import PAGES, ROOT, first_codes, quoted, read, rows, section


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z0-9-]*):.*##", read("Makefile"), re.MULTILINE))


def test_every_make_target_is_documented_and_no_other():
    documented = [
        code for code in first_codes(section("CONTRIBUTING.md", "## Commands")) if code.startswith("make ")
    ]
    assert {command.removeprefix("make ") for command in documented} == _targets()


def test_every_make_target_is_phony_and_has_its_script():
    phony = re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[0].split()
    assert set(phony) == _targets()
    assert all((ROOT / script).is_file() for script in re.findall(r"@(scripts/\S+)", read("Makefile")))


def test_every_make_target_that_a_page_names_exists():
    for page in PAGES:
        code = [*quoted(read(page)), *re.findall(r"^\s*(make .*)$", read(page), re.MULTILINE)]
        named = {match for text in code for match in re.findall(r"\bmake ([a-z][a-z0-9-]*)", text)}
        assert named <= _targets(), (page, named - _targets())


def test_the_needs_that_the_readme_names_are_the_real_ones():
    readme = read("README.md")
    oldest = json.loads(read("fieldapp/package.json"))["engines"]["node"].removeprefix(">=")
    assert f"Node.js is taken from the system if it is {oldest} or newer" in readme
    major, minor = re.findall(r"version_info < \((\d+), (\d+)\)", read("scripts/venv.sh"))[0]
    assert f"({major}.{minor} or newer)" in readme


@pytest.mark.parametrize(
    ("title", "columns"), [("## Columns", REGISTER), ("### Columns of a catalogue", CATALOGUE)]
)
def test_the_columns_of_a_file_are_documented(title: str, columns: Columns):
    table = [row for row in rows(section("docs/import.md", title)) if len(row) == 3]
    documented = {code: row[1] for row in table for code in quoted(row[0])}
    assert documented == dict.fromkeys(columns.required, "yes") | dict.fromkeys(columns.optional, "no")
