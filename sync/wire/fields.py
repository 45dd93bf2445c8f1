"""Fields that the messages are built of, as narrow as docs/protocol.md makes them."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from sync.instants import format_instant, format_local, parse_instant
from sync.limits import INTEGER_MAX, NAME_CHARACTERS_MAX, TOKEN_CHARACTERS_MAX

UUID_PATTERN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class FullMatch(validate.Regexp):
    """A pattern that the whole text matches (Python's `$` alone lets a trailing line feed through)."""

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


class Instant(fields.DateTime):
    """An RFC 3339 instant; `is_local` keeps the writer's offset, otherwise UTC is written."""

    def __init__(self, *, is_local: bool = False, **options: Any) -> None:
        super().__init__(
            error_messages={"invalid": "Not an RFC 3339 instant with an offset."},
            **options,
        )
        self.is_local = is_local

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        return format_local(value) if self.is_local else format_instant(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return parse_instant(value)
        except ValueError as error:
            raise self.make_error("invalid") from error


class Quantity(fields.Float):
    """A JSON number, kept as it came: 250 stays an integer. Texts and booleans are no numbers here."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        self._validated(value)
        return value


class Flag(fields.Boolean):
    """A JSON boolean. marshmallow's own takes 1 and "yes" for true."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Array(fields.List[Any]):
    """A JSON array as a tuple. marshmallow's own list would take an object for one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return tuple(super()._deserialize(value, attr, data, **kwargs))


def about(description: str) -> dict[str, str]:
    """What the API's description says of a field."""
    return {"description": description}


def text_field(characters_max: int, *, characters_min: int = 0, **options: Any) -> fields.String:
    """A text that every database can store; one with a minimum must also not be blank. Lengths are in code points."""
    checks: list[Any] = [validate.Length(min=characters_min or None, max=characters_max), _refuse_unstorable]
    if characters_min:
        checks.append(_refuse_blank)
    return fields.String(validate=checks, **options)


def name_field(**options: Any) -> fields.String:
    """The name of a bucket, a build, a device or a person; never blank."""
    return text_field(NAME_CHARACTERS_MAX, characters_min=1, **options)


def token_field(**options: Any) -> fields.String:
    """A bearer token (RFC 6750, 2.1): whatever else it held would break every request that bears it."""
    checks = [
        validate.Length(max=TOKEN_CHARACTERS_MAX),
        FullMatch("^[A-Za-z0-9._~+/-]+=*$", error="Not a token."),
    ]
    return fields.String(validate=checks, **options)


def uuid_field(**options: Any) -> fields.String:
    """A UUID in lower case with hyphens: ids are compared as text, so there is one spelling."""
    check = FullMatch(f"^{UUID_PATTERN}$", error="Not a UUID in lower case with hyphens.")
    return fields.String(validate=check, **options)


def document_id_field(document_type: str, **options: Any) -> fields.String:
    """The full id of a document of one type whose key is a UUID, for example `round:0193…`."""
    check = FullMatch(f"^{document_type}:{UUID_PATTERN}$", error=f"Not the id of a {document_type}.")
    return fields.String(validate=check, **options)


def one_document_id_field(document_types: Sequence[str], **options: Any) -> fields.String:
    """The same of one of several types."""
    check = FullMatch(
        f"^(?:{'|'.join(document_types)}):{UUID_PATTERN}$", error="Not the id of such a document."
    )
    return fields.String(validate=check, **options)


def date_field(**options: Any) -> fields.String:
    """A day as `YYYY-MM-DD`, kept as text: no zone belongs to it."""
    return fields.String(validate=[FullMatch("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), _refuse_no_day], **options)


def integer_field(minimum: int, maximum: int = INTEGER_MAX, **options: Any) -> fields.Integer:
    """A JSON integer between two bounds, both included."""
    return fields.Integer(strict=True, validate=validate.Range(min=minimum, max=maximum), **options)


def code_field(codes: Sequence[str], **options: Any) -> fields.String:
    """One of a closed list of codes."""
    return fields.String(validate=validate.OneOf(codes), **options)


def versions_field(**options: Any) -> fields.Dict:
    """Bucket versions by the buckets' names: a cursor, or the `at` of a result."""
    return fields.Dict(keys=name_field(), values=integer_field(0), **options)


def _refuse_unstorable(value: str) -> None:
    """PostgreSQL stores neither NUL nor half of a surrogate pair."""
    if _UNSTORABLE.search(value):
        raise ValidationError("Contains a character that can't be stored.")


def _refuse_no_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise ValidationError("Not a day of the calendar.") from error


def _refuse_blank(value: str) -> None:
    if not value.strip():
        raise ValidationError("Must not be blank.")
