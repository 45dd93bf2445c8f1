"""The JSON of the answer to `POST /api/sync`: a header, documents a line each, and an end.

Readers let flags and reasons through that they do not know: a newer server may have more of them.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate, validates_schema

from sync.codes import STATUSES
from sync.errors import InvalidResponse
from sync.limits import ENVELOPE_VALUES_MAX, EPOCH_CHARACTERS_MAX, PATH_CHARACTERS_MAX
from sync.messages import Check, DocumentLine, ResponseEnd, ResponseHeader, Result, Scope
from sync.sums import SLOTS, SUM_MAX
from sync.wire.fields import (
    Array,
    Flag,
    Instant,
    about,
    code_field,
    integer_field,
    name_field,
    text_field,
    token_field,
    versions_field,
)
from sync.wire.json_text import canonical, is_larger_than
from sync.wire.schema import WireSchema, load


class ResultSchema(WireSchema):
    """What became of one operation."""

    value_class = Result

    id = fields.String(required=True, metadata=about("The operation's id, as the device gave it."))
    status = code_field(
        STATUSES, required=True, metadata=about("`later` is no acknowledgement: send it again.")
    )
    at = versions_field(required=True, metadata=about("The bucket versions at which its effect can be seen."))
    flags = Array(name_field(), required=True, metadata=about("Why a supervisor is shown it."))
    reason = name_field(load_default=None, allow_none=True, metadata=about("Why it is quarantined."))


class ScopeSchema(WireSchema):
    """Which buckets the person has now, as a difference from the cursor."""

    value_class = Scope
    left_out: ClassVar[Mapping[str, object]] = {"reset": []}

    add = Array(name_field(), required=True, metadata=about("Buckets that the cursor lacked."))
    drop = Array(name_field(), required=True, metadata=about("Buckets to forget, with their documents."))
    reset = Array(
        name_field(),
        load_default=(),
        metadata=about("Buckets read again from the start: the cursor was too old."),
    )


class ResponseHeaderSchema(WireSchema):
    """The first line of the answer: acknowledgements before anything else."""

    value_class = ResponseHeader
    left_out: ClassVar[Mapping[str, object]] = {"token": None, "floors": {}, "snapshots": {}, "mended": {}}

    epoch = text_field(
        EPOCH_CHARACTERS_MAX,
        characters_min=1,
        required=True,
        metadata=about("The random id of the server's history."),
    )
    server_time = Instant(required=True, metadata=about("The server's clock, in UTC."))
    token = token_field(
        load_default=None,
        metadata=about("A renewed token, when there is one: it replaces the old one."),
    )
    results = Array(fields.Nested(ResultSchema), required=True, metadata=about("One an operation."))
    scope = fields.Nested(ScopeSchema, required=True, metadata=about("Changes of what the person may see."))
    backup_through = Instant(
        load_default=None, allow_none=True, metadata=about("What the newest verified backup covers.")
    )
    floors = versions_field(
        load_default=dict, metadata=about("The floors, if not 0, of the buckets whose reading starts here.")
    )
    snapshots = fields.Dict(
        keys=name_field(),
        values=Array(text_field(PATH_CHARACTERS_MAX, characters_min=1)),
        load_default=dict,
        metadata=about("By bucket: the paths to get, in this order, in place of its lines."),
    )
    mended = fields.Dict(
        keys=name_field(),
        values=Array(integer_field(0, SLOTS - 1)),
        load_default=dict,
        metadata=about("By bucket: the slots of which this answer has all current documents."),
    )


class DocumentLineSchema(WireSchema):
    """One document of one bucket, or the news that it has left the bucket."""

    value_class = DocumentLine
    left_out: ClassVar[Mapping[str, object]] = {"m": False}

    bucket = name_field(data_key="b", required=True, metadata=about("The bucket."))
    version = integer_field(1, data_key="v", required=True, metadata=about("The version in this bucket."))
    id = name_field(required=True, metadata=about("The document's id, `type:key`."))
    revision = integer_field(1, data_key="r", required=True, metadata=about("The document's own counter."))
    document = fields.Raw(
        data_key="doc",
        allow_none=True,
        metadata=about("The document itself. Absent when it is deleted."),
    )
    is_deleted = Flag(
        data_key="deleted",
        metadata=about("True, instead of `doc`: the document is no longer in this bucket."),
    )
    is_mended = Flag(
        data_key="m",
        metadata=about("True: it belongs to a slot that is sent whole, and passes over the cursor."),
    )

    @validates_schema
    def require_news(self, data: Mapping[str, Any], **_: Any) -> None:
        """A line either has a document or says that it is gone."""
        if "document" not in data and not data.get("is_deleted"):
            raise ValidationError("Needs a document or `deleted`.", "doc")


class CheckSchema(WireSchema):
    """What a bucket adds up to."""

    value_class = Check

    count = integer_field(0, required=True, metadata=about("How many documents the bucket holds."))
    sum = integer_field(0, SUM_MAX, required=True, metadata=about("The sum of their hashes, modulo 2^48."))


class ResponseEndSchema(WireSchema):
    """The last line of the answer."""

    value_class = ResponseEnd
    left_out: ClassVar[Mapping[str, object]] = {"slots": {}}

    cursor = versions_field(required=True, metadata=about("How far the device has now read each bucket."))
    is_complete = Flag(
        data_key="complete",
        required=True,
        metadata=about("False: ask again at once with the cursor so far."),
    )
    checks = fields.Dict(
        keys=name_field(),
        values=fields.Nested(CheckSchema),
        required=True,
        metadata=about("By bucket: to prove that both ends hold the same."),
    )
    next_s = integer_field(
        0, required=True, metadata=about("Seconds until the next sync, if nothing happens.")
    )
    slots = fields.Dict(
        keys=name_field(),
        values=Array(integer_field(0, SUM_MAX), validate=validate.Length(equal=SLOTS)),
        load_default=dict,
        metadata=about("By bucket, where asked for: its 256 sums, by slot."),
    )


_HEADER = ResponseHeaderSchema()
_LINE = DocumentLineSchema()
_END = ResponseEndSchema()


def dump_header(header: ResponseHeader) -> dict[str, object]:
    """The first line as a JSON object."""
    raw: dict[str, object] = _HEADER.dump(header)
    return raw


def dump_line(line: DocumentLine) -> dict[str, object]:
    """A document's line as a JSON object."""
    raw: dict[str, object] = _LINE.dump(line)
    del raw["doc" if line.is_deleted else "deleted"]
    return raw


def line_bytes(bucket: str, version: int, document_id: str, revision: int, document: bytes | None) -> bytes:
    """A document's line as bytes, around JSON that is stored as such; None when it has left the bucket.

    For the server's pulls, which cost a concatenation a line (step 8).
    """
    head = canonical({"b": bucket, "v": version, "id": document_id, "r": revision})[:-1]
    return head + (b',"deleted":true}\n' if document is None else b',"doc":' + document + b"}\n")


def mended_bytes(line: bytes) -> bytes:
    """A put's finished line as a mended one (step 11)."""
    return line[:-2] + b',"m":true}\n'


def dump_end(end: ResponseEnd) -> dict[str, object]:
    """The last line as a JSON object."""
    raw: dict[str, object] = _END.dump(end)
    return raw


def parse_header(raw: object) -> ResponseHeader:
    """Read the first line. Raises InvalidResponse, after which nothing counts as acknowledged (step 19)."""
    _check_size(raw)
    header: ResponseHeader = load(_HEADER, raw, InvalidResponse)
    return header


def parse_line(raw: object) -> DocumentLine | ResponseEnd:
    """Read a line after the first: a document, or the end, which alone has `complete`. Raises InvalidResponse."""
    schema: WireSchema = _LINE
    if isinstance(raw, Mapping) and "complete" in raw:
        _check_size(raw)
        schema = _END
    line: DocumentLine | ResponseEnd = load(schema, raw, InvalidResponse)
    return line


def _check_size(raw: object) -> None:
    """A text for each of a million wrong values would need more memory than a device has."""
    if is_larger_than(ENVELOPE_VALUES_MAX, raw):
        raise InvalidResponse(f"More than {ENVELOPE_VALUES_MAX} values in a header or an end.")
