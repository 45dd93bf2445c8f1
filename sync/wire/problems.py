"""The JSON of errors: RFC 9457 problem details with a stable `code`."""

from typing import Any

from marshmallow import fields, post_dump

from sync.errors import InvalidResponse
from sync.messages import Problem
from sync.wire.fields import FullMatch, about, integer_field
from sync.wire.schema import WireSchema, load

_CODE = FullMatch("^[a-z][a-z0-9_]{0,99}$", error="Not a code.")


class ProblemSchema(WireSchema):
    """Why a request was refused."""

    value_class = Problem

    type = fields.String(load_default="about:blank", metadata=about("Always about:blank."))
    title = fields.String(load_default="", metadata=about("The status in words."))
    status = integer_field(100, 599, required=True, metadata=about("The HTTP status."))
    code = fields.String(required=True, validate=_CODE, metadata=about("Stable; see docs/protocol.md."))
    detail = fields.String(load_default="", metadata=about("What was wrong this time."))
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        load_default=None,
        metadata=about("What is wrong, by dotted path of the field."),
    )

    @post_dump
    def leave_out_errors(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A problem of no single field has no `errors`."""
        return {key: value for key, value in data.items() if key != "errors" or value}


_PROBLEM = ProblemSchema()


def parse_problem(raw: object) -> Problem:
    """Read an error answer. Raises InvalidResponse when it is none of ours."""
    problem: Problem = load(_PROBLEM, raw, InvalidResponse)
    return problem


def dump_problem(problem: Problem) -> dict[str, object]:
    """An error answer as a JSON object."""
    raw: dict[str, object] = _PROBLEM.dump(problem)
    return raw
