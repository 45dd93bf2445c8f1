"""The forms of courtyard records, read from `forms.json`: per kind and version the fields that it asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

FieldType = Literal["integer", "decimal", "choice", "yes_no", "text", "date", "list"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds while a field of the same form has one of these values."""

    field: str
    values: tuple[Any, ...]

    def holds(self, filled: Mapping[str, Any]) -> bool:
        """Whether it holds of what was filled in. `is` as in JSON: true is not 1."""
        value = filled.get(self.field)
        return any(type(value) is type(wanted) and value == wanted for wanted in self.values)


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `codes` are of a choice, `minimum` and `maximum` (both included) of numbers, `fields` of each item
    of a list; `is_recalled`: the phone proposes what was filled in the last time."""

    name: str
    type: FieldType
    is_required: bool = False
    shown_when: Condition | None = None
    unit: str | None = None
    minimum: float = 0
    maximum: float = 0
    codes: tuple[str, ...] = ()
    characters_max: int = 0
    items_max: int = 0
    fields: tuple[Field, ...] = ()
    is_recalled: bool = False


@dataclass(frozen=True, slots=True)
class NestCheck:
    """Between two days of the year (`MM-DD`, both included) such work asks for a nest check of the same day."""

    first: str
    last: str
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of record asks for in a version. `space_kinds`: the spaces that it is about, any if empty."""

    kind: str
    version: int
    fields: tuple[Field, ...]
    space_kinds: tuple[str, ...] = ()
    nest_check: NestCheck | None = None


def read_forms(text: str) -> Mapping[tuple[str, int], Form]:
    """The forms that a text in the shape of `forms.json` defines, by kind and version."""
    raw = json.loads(text)
    return MappingProxyType({(each["kind"], each["version"]): _form(each) for each in raw["forms"]})


def _form(raw: Mapping[str, Any]) -> Form:
    asked = raw.get("nest_check")
    return Form(
        kind=raw["kind"],
        version=raw["version"],
        fields=tuple(_field(each) for each in raw["fields"]),
        space_kinds=tuple(raw.get("space_kinds", ())),
        nest_check=NestCheck(asked["from"], asked["to"], _condition(asked.get("when"))) if asked else None,
    )


def _field(raw: Mapping[str, Any]) -> Field:
    return Field(
        name=raw["name"],
        type=raw["type"],
        is_required=raw.get("is_required", False),
        shown_when=_condition(raw.get("shown_when")),
        unit=raw.get("unit"),
        minimum=raw.get("min", 0),
        maximum=raw.get("max", 0),
        codes=tuple(raw.get("codes", ())),
        characters_max=raw.get("characters_max", 0),
        items_max=raw.get("items_max", 0),
        fields=tuple(_field(each) for each in raw.get("fields", ())),
        is_recalled=raw.get("is_recalled", False),
    )


def _condition(raw: Mapping[str, Any] | None) -> Condition | None:
    return Condition(raw["field"], tuple(raw["is"])) if raw else None


FORMS: Mapping[tuple[str, int], Form] = read_forms(
    Path(__file__).with_name("forms.json").read_text(encoding="utf-8")
)
"""By kind and version; versions are kept for ever."""
KINDS: tuple[str, ...] = tuple(dict.fromkeys(kind for kind, _ in FORMS))
"""The kinds of record in the order in which they are offered."""


def find_form(kind: str, version: int) -> Form | None:
    """The form in which a record was made, or None when it is of a newer build."""
    return FORMS.get((kind, version))


def newest_form(kind: str) -> Form:
    """The form in which a kind is recorded today. KeyError for none of ours."""
    return FORMS[kind, max(version for each, version in FORMS if each == kind)]
