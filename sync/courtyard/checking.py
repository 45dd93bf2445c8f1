"""Checks what was filled into a form of a courtyard record.

The same in TypeScript: fieldapp/src/protocol/courtyard/checking.ts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sync.courtyard.forms import Field, FieldType, Form

Errors = dict[str, str]
"""A code for each field that is wrong, by its path: `method`, `findings.0.risk`."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Filled:
    """What of a form is kept, and what is wrong with it."""

    values: Mapping[str, Any]
    errors: Mapping[str, str]


def check(form: Form, raw: Mapping[str, Any]) -> Filled:
    """Keep the fields of the form that are shown and have a value; everything else is passed over.

    Codes: `required`, `wrong_type`, `unknown_code`, `too_small`, `too_large`, `too_long`, `blank`, `not_storable`,
    `too_many`.
    """
    errors: Errors = {}
    return Filled(_keep(form.fields, raw, "", errors), errors)


def _keep(fields: tuple[Field, ...], raw: Mapping[str, Any], prefix: str, errors: Errors) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for field in fields:
        if field.shown_when is not None and not field.shown_when.holds(kept):
            continue
        value = raw.get(field.name)
        path = prefix + field.name
        if value is None:
            if field.is_required:
                errors[path] = "required"
            continue
        error = _CHECKS[field.type](field, value)
        if error is not None:
            errors[path] = error
        elif field.type == "list":
            kept[field.name] = _items(field, value, path, errors)
        else:
            kept[field.name] = value
    return kept


def _items(field: Field, value: list[Any], path: str, errors: Errors) -> list[dict[str, Any]]:
    items = []
    for number, item in enumerate(value):
        if isinstance(item, Mapping):
            items.append(_keep(field.fields, item, f"{path}.{number}.", errors))
        else:
            errors[f"{path}.{number}"] = "wrong_type"
    return items


def _decimal(field: Field, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "wrong_type"
    if value < field.minimum:
        return "too_small"
    return "too_large" if value > field.maximum else None


def _integer(field: Field, value: Any) -> str | None:
    # JavaScript knows one kind of number: 3.0 is 3.
    return _decimal(field, value) or (None if value == int(value) else "wrong_type")


def _choice(field: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    return None if value in field.codes else "unknown_code"


def _yes_no(_: Field, value: Any) -> str | None:
    return None if isinstance(value, bool) else "wrong_type"


def _text(field: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    if _UNSTORABLE.search(value):
        return "not_storable"
    if not value.strip():
        return "blank"
    return "too_long" if len(value) > field.characters_max else None


def _date(_: Field, value: Any) -> str | None:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return "wrong_type"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "wrong_type"
    return None


def _list(field: Field, value: Any) -> str | None:
    if not isinstance(value, list):
        return "wrong_type"
    return "too_many" if len(value) > field.items_max else None


_CHECKS: Mapping[FieldType, Callable[[Field, Any], str | None]] = {
    "integer": _integer,
    "decimal": _decimal,
    "choice": _choice,
    "yes_no": _yes_no,
    "text": _text,
    "date": _date,
    "list": _list,
}
