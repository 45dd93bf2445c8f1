"""Reads the cells of a register: each reader takes the text of a cell and gives its value, or raises `BadCell`."""

from __future__ import annotations

import re

from server.sheets.cells import BadCell, require_value

PERMANENT_ID = re.compile(r"^1\d{8}[0-9A-Z]$")
_DASHED_CODE = re.compile(r"^(\d{1,3})-(\d{1,3})-(\d{1,4})-(\d{1,4})$")
_LONG_CODE = re.compile(r"^(\d{3})(\d{3})(\d{4})(\d{4})$")
_POSTAL_CODE = re.compile(r"^\d{5}$")


def read_property_code(text: str) -> str:
    """`91-54-12-3`, from that form or from the 14 digits (3-3-4-4) of the national land register."""
    match = _DASHED_CODE.match(text) or _LONG_CODE.match(text)
    require_value(text)
    if match is None:
        raise BadCell("bad_property_code", f"“{text}” is neither like 91-54-12-3 nor 14 digits")
    return "-".join(str(int(part)) for part in match.groups())


def read_permanent_id(text: str) -> str:
    """The national permanent building id: a 1, eight digits, and a digit or capital letter that is not checked."""
    require_value(text)
    if not PERMANENT_ID.match(text):
        raise BadCell("bad_permanent_id", f"“{text}” is not 1, eight digits, a digit or capital letter")
    return text


def read_postal_code(text: str) -> str:
    """Five digits."""
    require_value(text)
    if not _POSTAL_CODE.match(text):
        raise BadCell(
            "bad_postal_code", f"“{text}” is not five digits (keep the column as text, so that zeros stay)"
        )
    return text
