"""Courtyard records in words: kinds, fields, what was filled in. The words stand beside the forms (sync/courtyard)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from server.console.times import day
from sync.courtyard.forms import KINDS, Field, Form, find_form
from sync.courtyard.wording import word as form_word


@dataclass(frozen=True, slots=True)
class Value:
    """A field and what was filled into it."""

    name: str
    words: str


def kinds() -> Mapping[str, str]:
    """Every kind of record in the reader's language."""
    return {kind: word(kind) for kind in KINDS}


def word(*path: str) -> str:
    """The word for a kind, a field or a code in the reader's language."""
    return form_word(str(get_locale())[:2], *path)


def values_of(kind: str, version: int, fields: Mapping[str, Any]) -> list[Value]:
    """What was filled into a form, field by field; nothing for a form of a newer build."""
    form = find_form(kind, version)
    return (
        [] if form is None else [Value(word(kind, each.name), text) for each, text in _filled(form, fields)]
    )


def summary(kind: str, version: int, fields: Mapping[str, Any]) -> str:
    """The same in one line."""
    return ", ".join(
        f"{value.name}{_colon(value.name)} {value.words}" for value in values_of(kind, version, fields)
    )


def _colon(name: str) -> str:
    """A field whose name asks needs none."""
    return "" if name.endswith("?") else ":"


def text_of(path: tuple[str, ...], field: Field, value: Any) -> str:
    """One value in words, without its unit."""
    if field.type == "list":
        return "; ".join(_item(path, field, item) for item in value)
    if field.type == "choice":
        return word(*path, str(value))
    if field.type == "yes_no":
        return str(_("Yes") if value else _("No"))
    if field.type == "date":
        return str(day(date.fromisoformat(value)))
    if field.type in {"integer", "decimal"}:
        number = f"{value:g}"
        return number if str(get_locale())[:2] == "en" else number.replace(".", ",")
    return str(value)


def _item(path: tuple[str, ...], field: Field, item: Mapping[str, Any]) -> str:
    parts = (text_of((*path, each.name), each, item[each.name]) for each in field.fields if each.name in item)
    return ": ".join(parts)


def _filled(form: Form, fields: Mapping[str, Any]) -> list[tuple[Field, str]]:
    filled = []
    for field in form.fields:
        if field.name in fields:
            text = text_of((form.kind, field.name), field, fields[field.name])
            filled.append((field, f"{text} {field.unit}" if field.unit else text))
    return filled
