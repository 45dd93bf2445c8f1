"""docs/protocol.md has every error code, flag, reason and step that the code has, and no other."""

from __future__ import annotations

import re
from http import HTTPStatus

from server import errors as server_errors
from server.inbox.registry import handler_of
from server.people.models import ROLES
from server.places.space_kinds import SPACE_KINDS
from sync import codes
from sync.errors import RefusedRequest
from sync.operations import KINDS
from tests.docs.pages import ROOT, first_codes, quoted, read, rows, section
from tests.docs.sources import arguments, literals

PROTOCOL = "docs/protocol.md"
DOCUMENTS = "docs/documents.md"
_CODE = re.compile(r"[a-z]+(_[a-z]+)*")
_STEP = re.compile(r"(?:#|//|/\*\*) (\d+)\. |steps? ((?:\d+(?:, | and | to )?)+)")


def _error_codes() -> set[str]:
    """All codes with which a request to the API can be refused."""
    answered = arguments("server", "Problem", 1) | set(server_errors._CODES.values())
    refused = {error.code for error in RefusedRequest.__subclasses__()}
    return answered | refused | arguments("server", "CodeRefused", 0)


def _documented_errors() -> dict[str, int]:
    found: dict[str, int] = {}
    for names, statuses, _ in rows(section(PROTOCOL, "## Errors")):
        found |= dict(zip(quoted(names), (int(text) for text in statuses.split(", ")), strict=True))
    return found


def test_every_error_code_is_documented_and_no_other():
    assert set(_documented_errors()) == _error_codes()


def test_every_error_code_has_a_status_that_exists():
    for code, status in _documented_errors().items():
        assert HTTPStatus(status) >= HTTPStatus.BAD_REQUEST, code


def test_the_code_of_a_status_is_documented_with_it():
    documented = _documented_errors()
    for status, code in server_errors._CODES.items():
        assert documented[code] == status


def _listed(begin: str) -> list[str]:
    line = next(line for line in read(PROTOCOL).splitlines() if line.startswith(begin))
    return quoted(line)


def test_flags_and_reasons_are_listed_in_full():
    assert _listed("Flags: ") == list(codes.FLAGS)
    assert _listed("Quarantine reasons: ") == list(codes.QUARANTINE_REASONS)


def test_every_flag_is_raised_somewhere_and_every_reason_given():
    assert set(codes.FLAGS) <= literals("server")
    assert set(codes.QUARANTINE_REASONS) <= literals("server") | literals("sync/wire")
    assert arguments("server", "Quarantine", 0) <= set(codes.QUARANTINE_REASONS)


def _phone(files: str) -> str:
    """What these files of the phone's protocol hold."""
    folder = ROOT / "fieldapp/src/protocol"
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob(files)))


def test_operations_are_documented_applied_and_known_to_the_phone(app):
    documented = first_codes(read("docs/operations.md").partition("## What the server adds")[0])
    assert documented == list(KINDS)
    assert all(handler_of(kind) for kind in KINDS)
    phone = re.findall(r'^  "([a-z_]+\.[a-z_]+)": \{', _phone("kinds/*.ts"), re.MULTILINE)
    assert set(phone) == set(KINDS)


def test_document_types_are_documented_built_and_known_to_the_phone():
    documented = [code for code in first_codes(section(DOCUMENTS, "# Documents: what devices see")) if code]
    assert set(documented) == arguments("server", "register_documents", 0)
    phone = re.findall(r'extends Identified<"(\w+)">', _phone("documents*.ts"))
    assert set(phone) == set(documented)


def test_code_lists_are_the_same_everywhere():
    """docs/documents.md, the phone and, where it has the list, Python: the same codes in the same order."""
    documented = _code_lists()
    for name, listed in _phone_lists().items():
        assert documented.pop(name) == listed, name
    assert documented == {}


def test_code_lists_of_python_are_the_documented_ones():
    documented = _code_lists()
    assert documented["SKIP_REASONS"] == list(codes.SKIP_REASONS)
    assert documented["ORDER_RESULTS"] == list(codes.ORDER_RESULTS)
    assert documented["PAUSE_REASONS"] == list(codes.PAUSE_REASONS)
    assert documented["VISIT_NOTE_REASONS"] == list(codes.VISIT_NOTE_REASONS)
    assert documented["SOILS"] == list(codes.SOILS)
    assert documented["INSPECTED_OBJECTS"] == list(codes.INSPECTED_OBJECTS)
    assert documented["ECO_REASONS"] == list(codes.ECO_REASONS)
    assert documented["URGENT_CATEGORIES"] + documented["MINOR_CATEGORIES"] == list(codes.ORDER_CATEGORIES)
    assert documented["ROLES"] == list(ROLES)
    assert documented["SPACE_KINDS"] == list(SPACE_KINDS)


_NAMES = {
    "Roles": "ROLES",
    "Space kinds": "SPACE_KINDS",
    "Brief topics": "BRIEF_TOPICS",
    "Tasks": "TASKS",
    "Skip reasons": "SKIP_REASONS",
    "Order categories": "CATEGORIES",
    "Order results": "ORDER_RESULTS",
    "Pause reasons": "PAUSE_REASONS",
    "Visit note reasons": "VISIT_NOTE_REASONS",
    "Soils": "SOILS",
    "Inspected objects": "INSPECTED_OBJECTS",
    "Purposes": "PURPOSES",
    "Eco-labels": "ECO_LABELS",
    "Reasons for a product without eco-label": "ECO_REASONS",
}


def _code_lists() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in section(DOCUMENTS, "## Codes").splitlines():
        if not line.startswith("- "):
            continue
        title, _, text = line.removeprefix("- ").partition(": ")
        listed = [code for code in quoted(text.partition(". `")[0]) if _CODE.fullmatch(code)]
        if title == "Order categories":
            urgent, _, minor = text.partition("; minor ")
            found["URGENT_CATEGORIES"] = quoted(urgent)
            found["MINOR_CATEGORIES"] = quoted(minor.partition(". ")[0])
        else:
            found[_NAMES[title]] = listed
    return found


def _phone_lists() -> dict[str, list[str]]:
    source = read("fieldapp/src/protocol/codes.ts")
    lists = re.findall(r"export const (\w+) = \[(.*?)\] as const;", source, re.DOTALL)
    found = {name: re.findall(r'"(\w+)"', body) for name, body in lists}
    # Languages and urgencies stand in the documents' table and in docs/protocol.md, CATEGORIES joins two others.
    return {
        name: listed for name, listed in found.items() if name not in {"LANGUAGES", "URGENCIES", "CATEGORIES"}
    }


def test_every_step_that_code_carries_out_is_a_step_of_the_protocol():
    steps = {int(number) for number in re.findall(r"^(\d+)\. ", read(PROTOCOL), re.MULTILINE)}
    for pattern in ("server/**/*.py", "sync/**/*.py", "fieldapp/src/**/*.ts", "fieldapp/src/**/*.tsx"):
        for path in ROOT.glob(pattern):
            for single, several in _STEP.findall(path.read_text(encoding="utf-8")):
                named = {int(number) for number in re.findall(r"\d+", single or several)}
                assert named <= steps, f"{path.relative_to(ROOT)}: {sorted(named - steps)}"
