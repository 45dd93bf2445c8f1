"""The only home of JSON keys: JSON values in, the frozen messages of `sync` out, and back.

The schemas are public so that a server can describe its API with them; everything else goes through the functions.
Readers pass over fields they do not know. What they refuse, and with which code, is in docs/protocol.md.
"""

from sync.wire.identity import derived_id, usable_id
from sync.wire.joining import (
    JoinRequestSchema,
    JoinResponseSchema,
    dump_join_request,
    dump_join_response,
    parse_join_request,
    parse_join_response,
)
from sync.wire.json_text import canonical, parse_json
from sync.wire.operations import OperationSchema, dump_operation, parse_operation
from sync.wire.payloads import PAYLOAD_SCHEMAS
from sync.wire.problems import ProblemSchema, dump_problem, parse_problem
from sync.wire.requests import SyncRequestSchema, dump_request, parse_body, parse_request
from sync.wire.responses import (
    DocumentLineSchema,
    ResponseEndSchema,
    ResponseHeaderSchema,
    dump_end,
    dump_header,
    dump_line,
    line_bytes,
    mended_bytes,
    parse_header,
    parse_line,
)
from sync.wire.upcasters import UPCASTERS

__all__ = [
    "PAYLOAD_SCHEMAS",
    "UPCASTERS",
    "DocumentLineSchema",
    "JoinRequestSchema",
    "JoinResponseSchema",
    "OperationSchema",
    "ProblemSchema",
    "ResponseEndSchema",
    "ResponseHeaderSchema",
    "SyncRequestSchema",
    "canonical",
    "derived_id",
    "dump_end",
    "dump_header",
    "dump_join_request",
    "dump_join_response",
    "dump_line",
    "dump_operation",
    "dump_problem",
    "dump_request",
    "line_bytes",
    "mended_bytes",
    "parse_body",
    "parse_header",
    "parse_join_request",
    "parse_join_response",
    "parse_json",
    "parse_line",
    "parse_operation",
    "parse_problem",
    "parse_request",
    "usable_id",
]
