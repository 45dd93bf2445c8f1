"""Reads single cells. Each reader takes the text of a cell and gives its value, or raises `BadCell`."""

from __future__ import annotations

import re

PERMANENT_ID = re.compile(r"^1\d{8}[0-9A-Z]$")
_DASHED_CODE = re.compile(r"^(\d{1,3})-(\d{1,3})-(\d{1,4})-(\d{1,4})$")
_LONG_CODE = re.compile(r"^(\d{3})(\d{3})(\d{4})(\d{4})$")
_POSTAL_CODE = re.compile(r"^\d{5}$")


class BadCell(Exception):
    """A cell's text is no good; `code` is stable."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def read_text(text: str, length_max: int) -> str:
    """Any text that is there and fits its column."""
    if not text:
        raise BadCell("missing_value", "must not be empty")
    if len(text) > length_max:
        raise BadCell("too_long", f"{len(text)} characters, at most {length_max} fit")
    return text


def read_property_code(text: str) -> str:
    """`91-54-12-3`, from that form or from the 14 digits (3-3-4-4) of the national land register."""
    match = _DASHED_CODE.match(text) or _LONG_CODE.match(text)
    if not text:
        raise BadCell("missing_value", "must not be empty")
    if match is None:
        raise BadCell("bad_property_code", f"“{text}” is neither like 91-54-12-3 nor 14 digits")
    return "-".join(str(int(part)) for part in match.groups())


def read_permanent_id(text: str) -> str:
    """The national permanent building id: a 1, eight digits, and a digit or capital letter that is not checked."""
    if not text:
        raise BadCell("missing_value", "must not be empty")
    if not PERMANENT_ID.match(text):
        raise BadCell("bad_permanent_id", f"“{text}” is not 1, eight digits, a digit or capital letter")
    return text


def read_postal_code(text: str) -> str:
    """Five digits."""
    if not text:
        raise BadCell("missing_value", "must not be empty")
    if not _POSTAL_CODE.match(text):
        raise BadCell(
            "bad_postal_code", f"“{text}” is not five digits (keep the column as text, so that zeros stay)"
        )
    return text
