"""A quarantined operation as a form: a field for each part of its kind's payload, and JSON as the last resort."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from marshmallow import fields, validate

from server.console import labels
from server.console.forms import Form
from sync.errors import InvalidOperation, MalformedJson
from sync.limits import TEXT_CHARACTERS_MAX
from sync.operations import current_version
from sync.wire import parse_json, parse_operation
from sync.wire.fields import Quantity
from sync.wire.payloads import PAYLOAD_SCHEMAS
from sync.wire.upcasters import upcast

JsonObject = Mapping[str, Any]
_PREFIX = "payload."


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a payload. `name` is its dotted path; `look` is select, number, text or long."""

    name: str
    label: str
    look: str
    is_required: bool
    choices: Mapping[str, str]


def parts_of(kind: str | None, choices: Mapping[str, Mapping[str, str]]) -> Sequence[Part]:
    """The fields of a kind, in words; none for a kind that is not known. `choices`: rows to choose among, by field."""
    schema = PAYLOAD_SCHEMAS.get(kind or "")
    return list(_parts(schema.fields, choices)) if schema is not None else []


def filled_in(sent: object, parts: Sequence[Part]) -> Form:
    """The form as the phone would have filled it in."""
    payload = _present(sent)["payload"] if isinstance(sent, Mapping) else {}
    return Form({part.name: _written(payload.get(part.name.removeprefix(_PREFIX))) for part in parts})


def readable(sent: object) -> str:
    """What the phone sent as JSON for reading and typing; half of a surrogate pair becomes a question mark."""
    return json.dumps(sent, ensure_ascii=False, indent=2).encode(errors="replace").decode()


def read(form: Form, sent: object, parts: Sequence[Part], key: str) -> JsonObject:
    """The corrected operation, from the fields or from the JSON; what is wrong with it is noted in the form."""
    is_json = form.value("way") == "json" or not parts
    wanted = _read_json(form) if is_json else _read_fields(form, sent, parts)
    if form.is_good:
        _check(form, wanted, key)
    return wanted


def _read_fields(form: Form, sent: object, parts: Sequence[Part]) -> JsonObject:
    """The operation as it came with its payload as the form says. What was left empty is left out."""
    operation = _present(sent)
    payload = dict(operation["payload"])
    for part in parts:
        name = part.name.removeprefix(_PREFIX)
        payload.pop(name, None)
        text = form.text(part.name, TEXT_CHARACTERS_MAX, is_required=part.is_required)
        if text:
            payload[name] = _number(text) if part.look == "number" else text
    return operation | {"payload": payload}


def _read_json(form: Form) -> JsonObject:
    """The operation that was typed as JSON; what is wrong with it is noted at the field."""
    try:
        value = parse_json(form.value("json").encode(errors="replace"))
    except MalformedJson:
        value = None
    if isinstance(value, Mapping):
        return value
    form.refuse("json", _("This is not a JSON object."))
    return {}


def _check(form: Form, corrected: JsonObject, key: str) -> None:
    """Note what is wrong at the fields where it is, or at the JSON when it is elsewhere."""
    try:
        parse_operation({**corrected, "id": key})
    except InvalidOperation as error:
        for name in error.errors:
            form.refuse(name, _("This does not fit here."))
        form.refuse("json", _("Not valid: %(fields)s", fields=", ".join(error.errors) or error.reason))


def _parts(
    found: Mapping[str, fields.Field[Any]], choices: Mapping[str, Mapping[str, str]]
) -> Iterator[Part]:
    for name, field in found.items():
        offered = choices.get(name) or _codes(name, field)
        look = "select" if offered else "text"
        if isinstance(field, fields.Integer | Quantity):
            look = "number"
        elif name in {"text", "note", "description"}:
            look = "long"
        yield Part(_PREFIX + name, labels.word(labels.FIELDS, name), look, field.required, offered)


def _codes(name: str, field: fields.Field[Any]) -> Mapping[str, str]:
    for check in field.validators:
        if isinstance(check, validate.OneOf):
            words = labels.CODES_OF_FIELDS.get(name, ({},))
            known = {code: str(text) for mapping in words for code, text in mapping.items()}
            return {code: known.get(code, code) for code in check.choices}
    return {}


def _present(sent: object) -> dict[str, Any]:
    """The operation with its payload in the present version of its kind, as far as a way leads there."""
    operation = dict(sent) if isinstance(sent, Mapping) else {}
    payload, kind = operation.get("payload"), operation.get("kind")
    operation["payload"] = dict(payload) if isinstance(payload, Mapping) else {}
    version = operation.get("kind_version")
    if not isinstance(kind, str) or not isinstance(version, int) or version < 1:
        return operation
    try:
        operation["payload"] = dict(upcast(kind, version, current_version(kind), operation["payload"]))
    except InvalidOperation:
        return operation
    return operation | {"kind_version": current_version(kind)}


def _written(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode(errors="replace").decode()


def _number(text: str) -> object:
    """A number, or the text itself: what is wrong with it is said at the field."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
