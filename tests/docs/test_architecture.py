"""docs/architecture.md has every folder, address, layer and decision, and no other."""

from __future__ import annotations

import re
import tomllib

from flask import Flask

from server.api.spec import make_spec
from tests.docs.pages import ROOT, first_codes, read, rows, section

PAGE = "docs/architecture.md"


def test_every_folder_and_file_of_the_server_is_there():
    documented = [
        code for code in first_codes(section(PAGE, "## The server's folders")) if code.startswith("server/")
    ]
    folders = [
        path for path in (ROOT / "server").iterdir() if any(path.glob("[!_]*")) and path.name != "__pycache__"
    ]
    files = [path for path in (ROOT / "server").glob("*.py") if path.name != "__init__.py"]
    there = {
        path.relative_to(ROOT).as_posix() for path in (*folders, *files) if path.is_dir() or path in files
    }
    assert set(documented) == there


def test_every_folder_of_the_phone_app_is_there():
    documented = set(first_codes(section(PAGE, "## The phone app")))
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "fieldapp/src").iterdir() if path.is_dir()}
    # Their use is said by their names.
    assert there - documented == {"fieldapp/src/i18n", "fieldapp/src/styles"}
    assert documented <= there


def test_every_room_of_a_subject_is_used_by_two_subjects():
    for room in first_codes(section(PAGE, "## The server's folders")):
        if not room.startswith("server/"):
            assert len(list((ROOT / "server").glob(f"*/{room}"))) >= 2, room


def test_every_address_is_there_with_its_methods(app: Flask):
    documented = {row[0].strip("`"): set(row[1].split(", ")) for row in rows(section(PAGE, "## Addresses"))}
    served: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        address = re.sub(r"^/(app|console)(/.*)?$", r"/\1/", _with_braces(rule.rule))
        served.setdefault(address, set()).update(rule.methods - {"HEAD", "OPTIONS"})
    assert documented == served


def test_the_description_of_the_api_has_every_address_of_the_protocol(app: Flask):
    described = make_spec().to_dict()["paths"]
    rules = {_with_braces(rule.rule) for rule in app.url_map.iter_rules()}
    served = {rule for rule in rules if re.match("/(api/|healthz)", rule)}
    assert set(described) == served - {"/api/openapi.json", "/api/demo"}


def _with_braces(rule: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def test_the_layers_are_those_that_are_enforced():
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    enforced = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    there = [_present(layer) for layer in enforced]
    drawn = re.findall(r"```\n(launch\n.*?)```", section(PAGE, "## Who may import whom"), re.DOTALL)[0]
    assert [line.split(" | ") for line in drawn.splitlines()] == [names for names in there if names]


def _present(layer: str) -> list[str]:
    """The members of a layer that exist: in brackets stand some that are still to come."""
    names = [name.strip("() ") for name in layer.split("|")]
    return [
        name
        for name in names
        if list((ROOT / "server").glob(name)) or list((ROOT / "server").glob(f"{name}.py"))
    ]


def test_decisions_are_numbered_dated_whole_and_listed():
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((adr/.+\.md)\)$", section(PAGE, "## Decisions"), re.MULTILINE)
    files = sorted(path.name for path in (ROOT / "docs/adr").glob("*.md"))
    assert [path.removeprefix("adr/") for _, _, path in listed] == files
    for number, (position, title, path) in enumerate(listed, start=1):
        text = read(f"docs/{path}")
        assert int(position) == number
        assert path.startswith(f"adr/{number:04}-")
        assert text.startswith(f"# {number}. {title}\n")
        assert re.search(r"^\d{4}-\d\d-\d\d$", text, re.MULTILINE)
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
