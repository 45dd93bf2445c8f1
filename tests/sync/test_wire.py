"""The shared cases of what readers let in and what they refuse."""

import pytest

from sync import wire
from sync.codes import QUARANTINE_REASONS
from sync.errors import InvalidOperation, InvalidRequest, InvalidResponse, ProtocolError, RefusedRequest
from sync.messages import DocumentLine
from tests.vectors.load import cases


def dump_any_line(line):
    return wire.dump_line(line) if isinstance(line, DocumentLine) else wire.dump_end(line)


BOTH_WAYS = {
    "operation": (wire.parse_operation, wire.dump_operation, InvalidOperation),
    "request": (wire.parse_request, wire.dump_request, RefusedRequest),
    "header": (wire.parse_header, wire.dump_header, InvalidResponse),
    "line": (wire.parse_line, dump_any_line, InvalidResponse),
    "join_request": (wire.parse_join_request, wire.dump_join_request, InvalidRequest),
    "join_response": (wire.parse_join_response, wire.dump_join_response, InvalidResponse),
    "problem": (wire.parse_problem, wire.dump_problem, InvalidResponse),
}


@pytest.mark.parametrize("what", BOTH_WAYS)
def test_each_kind_of_message_has_cases(what):
    assert cases("wire", what=what).args[1]


@cases("wire")
def test_shared_case(given, expect):
    if given["what"] == "body":
        check(lambda: wire.parse_body(given["text"].encode("utf-8")), expect, RefusedRequest)
        return
    parse, dump, error = BOTH_WAYS[given["what"]]
    parsed = check(lambda: parse(given["value"]), expect, error)
    if expect["accepted"]:
        assert dump(parsed) == expect.get("dumped", given["value"])


def check(parse, expect, error):
    """What was read; when a refusal is expected, that it says what is wrong."""
    if expect["accepted"]:
        return parse()
    with pytest.raises(error) as refused:
        parse()
    assert isinstance(refused.value, ProtocolError)
    assert refused.value.code == expect["code"]
    assert sorted(refused.value.errors) == expect["fields"]
    assert all(texts and all(texts) for texts in refused.value.errors.values())
    if error is InvalidOperation:
        assert refused.value.reason == expect["code"]
        assert refused.value.reason in QUARANTINE_REASONS
    return None
