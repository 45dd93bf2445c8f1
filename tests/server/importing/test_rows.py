"""Rows checked against the columns' rules, against what is known, and against each other."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config import REPOSITORY
from server.places.importing.cells import read_permanent_id, read_property_code
from server.places.importing.conflicts import part_conflicts
from server.places.importing.header import COLUMNS as REGISTER
from server.places.importing.header import OPTIONAL, REQUIRED
from server.places.importing.known import Known
from server.places.importing.row import RegisterRow, read_row
from server.places.importing.space_list import SpaceEntry, read_spaces
from server.places.space_kinds import SPACE_KINDS
from server.sheets.cells import BadCell
from server.sheets.columns import Header, read_header
from server.sheets.faults import Fault
from server.sheets.table import Row

COLUMNS = (*REQUIRED, *OPTIONAL)
GOOD = {
    "property_code": "91-54-12-3",
    "property_name": "Kontulankaari 3",
    "address": "Kontulankaari 3",
    "postal_code": "00940",
    "district": "703",
    "building_permanent_id": "103456789A",
    "building_name": "Talo 1",
    "cleaning_provider": "puhdas  porras oy",
    "spaces": "stairwell:A; laundry_room",
    "building_address": "",
    "building_manager": "",
}
KNOWN = Known(
    districts=frozenset({"703"}),
    organisations={"puhdas porras oy": "company"},
    managers={
        "maija mäki": frozenset({"m1"}),
        "mikko laine": frozenset({"m2", "m3"}),
        "mikko.laine": frozenset({"m2"}),
    },
    property_of={"199999999X": "91-1-1-1"},
)


def _header() -> Header:
    header = read_header(Row(1, COLUMNS), REGISTER)
    assert isinstance(header, Header)
    return header


def _read(number: int = 2, **changes: str) -> RegisterRow | list[Fault]:
    cells = {**GOOD, **changes}
    return read_row(Row(number, tuple(cells[column] for column in COLUMNS)), _header(), KNOWN)


def _good(number: int = 2, **changes: str) -> RegisterRow:
    row = _read(number, **changes)
    assert isinstance(row, RegisterRow), row
    return row


def test_a_good_row() -> None:
    row = _good()
    assert row.property_code == "91-54-12-3"
    assert row.cleaning_provider == "company", "case and spaces of a name do not matter"
    assert row.spaces == (SpaceEntry("stairwell", "A"), SpaceEntry("laundry_room", "Pesutupa"))
    assert (row.building_address, row.building_manager) == (None, None)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("property_code", "", "missing_value"),
        ("property_code", "91-54-12", "bad_property_code"),
        ("property_code", "9105400120003", "bad_property_code"),
        ("property_name", "", "missing_value"),
        ("property_name", "x" * 201, "too_long"),
        ("address", "", "missing_value"),
        ("postal_code", "940", "bad_postal_code"),
        ("postal_code", "", "missing_value"),
        ("district", "7O3", "unknown_district"),
        ("district", "", "missing_value"),
        ("building_permanent_id", "203456789A", "bad_permanent_id"),
        ("building_permanent_id", "103456789a", "bad_permanent_id"),
        ("building_permanent_id", "", "missing_value"),
        ("building_permanent_id", "199999999X", "other_property"),
        ("building_name", "", "missing_value"),
        ("cleaning_provider", "Outo Oy", "unknown_provider"),
        ("cleaning_provider", "", "missing_value"),
        ("spaces", "stairwel:A", "unknown_space_kind"),
        ("spaces", "stairwell:A|stairwell:A", "repeated_space"),
        ("spaces", "stairwell:A:1:20:5:6", "bad_space"),
        ("spaces", "stairwell:A:1:big", "bad_space"),
        ("spaces", "stairwell:A:1:20:1.5", "bad_space"),
        ("spaces", "stairwell:" + "x" * 101, "too_long"),
        ("building_manager", "Outo Outo", "unknown_manager"),
        ("building_manager", "Mikko Laine", "ambiguous_manager"),
    ],
)
def test_each_fault_is_told_with_row_column_and_code(column: str, text: str, code: str) -> None:
    faults = _read(17, **{column: text})
    assert isinstance(faults, list)
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [(17, column, code)]
    assert faults[0].text


def test_all_faults_of_a_row_are_told_at_once() -> None:
    faults = _read(postal_code="x", district="x", spaces="x")
    assert isinstance(faults, list)
    assert [fault.column for fault in faults] == ["postal_code", "district", "spaces"]


def test_a_cell_beyond_the_last_column_says_what_probably_happened() -> None:
    cells = (*(GOOD[column] for column in COLUMNS), "laundry_room")
    faults = read_row(Row(4, cells), _header(), KNOWN)
    assert isinstance(faults, list)
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [(4, "L", "too_many_cells")]


def test_a_manager_is_found_by_name_or_user_name() -> None:
    assert _good(building_manager="MAIJA MÄKI").building_manager == "m1"
    assert _good(building_manager="mikko.laine").building_manager == "m2"


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 9999), st.integers(1, 9999))
def test_both_forms_of_a_property_code_are_the_same_code(a: int, b: int, c: int, d: int) -> None:
    plain = f"{a}-{b}-{c}-{d}"
    assert read_property_code(plain) == plain
    assert read_property_code(f"{a:03d}{b:03d}{c:04d}{d:04d}") == plain
    assert read_property_code(f"{a:03d}-{b:03d}-{c:04d}-{d:04d}") == plain


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_but_never_worse(text: str) -> None:
    faults = []
    for read in (read_property_code, read_permanent_id, read_spaces):
        try:
            read(text)
        except BadCell as fault:
            faults.append(fault)
    assert all(fault.code and fault.text for fault in faults)


_names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)


@given(st.lists(st.tuples(st.sampled_from(sorted(SPACE_KINDS)), _names), unique=True, max_size=10))
def test_spaces_are_read_in_walking_order(spaces: list[tuple[str, str]]) -> None:
    for separator in (";", " | "):
        read = read_spaces(separator.join(f"{kind}:{name}" for kind, name in spaces))
        assert [(entry.kind, entry.name) for entry in read] == spaces


def test_all_that_can_be_said_of_a_space() -> None:
    assert read_spaces("laundry_room:Pesutupa:K:24,5:30; lift::2") == (
        SpaceEntry("laundry_room", "Pesutupa", "K", 24.5, 30),
        SpaceEntry("lift", "Hissi", "2"),
    )


def test_columns_may_stand_in_any_order_among_others() -> None:
    header = read_header(Row(1, ("remarks", *reversed(REQUIRED), "Building Manager")), REGISTER)
    assert isinstance(header, Header)
    assert header.unused == ("remarks",)
    assert header.cells(Row(2, ("hello", *(GOOD[column] for column in reversed(REQUIRED)), "x"))) == {
        **GOOD,
        "building_manager": "x",
    }


def test_missing_and_repeated_columns_are_named() -> None:
    faults = read_header(Row(1, (*REQUIRED[1:], "district")), REGISTER)
    assert isinstance(faults, list)
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [
        (1, "property_code", "missing_column"),
        (1, "district", "repeated_column"),
    ]


def test_a_row_that_contradicts_an_earlier_one_is_at_fault() -> None:
    first = _good(2)
    other_address = _good(3, building_permanent_id="103456780B", address="Muu tie 1")
    other_name = _good(4, building_name="Talo 2")
    elsewhere = _good(5, property_code="91-54-12-4", building_permanent_id="103456789A")
    good, faults = part_conflicts([first, other_address, other_name, elsewhere])
    assert good == [first]
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [
        (3, "address", "conflicting_row"),
        (4, "building_name", "conflicting_row"),
        (5, "property_code", "conflicting_row"),
    ]
    assert "row 2" in faults[0].text


def test_saying_the_same_again_or_less_is_no_fault() -> None:
    full = _good(2, building_manager="Maija Mäki", building_address="Kontulankaari 3 A")
    again = _good(3, building_manager="Maija Mäki", building_address="Kontulankaari 3 A")
    less = _good(4, spaces="")
    good, faults = part_conflicts([less, full, again])
    assert (good, faults) == ([less, full, again], [])


def test_every_code_is_documented() -> None:
    folders = ("server/sheets", "server/places/importing", "server/products/importing")
    source = "".join(path.read_text() for folder in folders for path in (REPOSITORY / folder).glob("*.py"))
    codes = set(re.findall(r'(?:BadCell|UnreadableFile)\(\s*"(\w+)"', source))
    codes |= set(re.findall(r'Fault\([^"]*(?:"[a-z_]+", )?"([a-z_]+)", f?"', source))
    documented = set(re.findall(r"`(\w+)`", (REPOSITORY / "docs/import.md").read_text()))
    assert len(codes) >= 20
    assert codes <= documented
    assert set(COLUMNS) <= documented
