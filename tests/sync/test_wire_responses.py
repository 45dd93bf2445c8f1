import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import wire
from sync.errors import InvalidResponse
from sync.limits import ENVELOPE_VALUES_MAX
from sync.messages import DocumentLine
from tests import strategies

buckets = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40).filter(
    str.strip
)
documents = st.dictionaries(st.text(), strategies.json_values, max_size=4)


@given(buckets, strategies.revisions, strategies.document_ids("round"), strategies.revisions, documents)
def test_a_line_in_bytes_is_the_same_line(bucket, version, document_id, revision, document):
    line = DocumentLine(bucket, version, document_id, revision, document)

    written = wire.line_bytes(bucket, version, document_id, revision, wire.canonical(document))

    assert written.endswith(b"\n")
    assert written.count(b"\n") == 1
    assert wire.parse_line(json.loads(written)) == line
    assert json.loads(written) == wire.dump_line(line)


@given(buckets, strategies.revisions, strategies.document_ids("round"), strategies.revisions)
def test_a_line_in_bytes_of_a_document_that_has_left(bucket, version, document_id, revision):
    line = DocumentLine(bucket, version, document_id, revision, is_deleted=True)

    written = wire.line_bytes(bucket, version, document_id, revision, None)

    assert wire.parse_line(json.loads(written)) == line
    assert json.loads(written) == wire.dump_line(line)


@given(strategies.json_values)
def test_a_document_that_cannot_be_shown_is_still_a_line(document):
    raw = {"b": "catalogue", "v": 7, "id": "product:1", "r": 2, "doc": document}

    assert wire.parse_line(raw) == DocumentLine("catalogue", 7, "product:1", 2, document)


@given(buckets, strategies.revisions, strategies.document_ids("round"), strategies.revisions, documents)
def test_a_stored_line_sent_to_mend(bucket, version, document_id, revision, document):
    stored = wire.line_bytes(bucket, version, document_id, revision, wire.canonical(document))

    written = wire.mended_bytes(stored)

    assert written.endswith(b"\n")
    assert wire.parse_line(json.loads(written)) == DocumentLine(
        bucket, version, document_id, revision, document, is_mended=True
    )


def test_a_header_and_an_end_of_as_many_values_as_there_may_be_and_more():
    at = {f"district:{n}": n for n in range(64)}
    results = [{"id": str(n), "status": "applied", "at": at, "flags": ["reassigned"]} for n in range(200)]
    header = {
        "epoch": "one",
        "server_time": "2026-04-01T05:00:00Z",
        "results": results,
        "scope": {"add": [], "drop": []},
    }
    end = {"cursor": at, "complete": True, "checks": {}, "next_s": 60}

    assert len(wire.parse_header(header).results) == 200
    with pytest.raises(InvalidResponse):
        wire.parse_header(header | {"results": results + [0] * ENVELOPE_VALUES_MAX})
    with pytest.raises(InvalidResponse):
        wire.parse_line(end | {"slots": [0] * ENVELOPE_VALUES_MAX})


@pytest.mark.parametrize("token", ["a\nb", "a b", "\u20ac", "", "=a", "x" * 4_097])
def test_what_no_header_can_bear_is_no_token(token):
    header = {
        "epoch": "one",
        "server_time": "2026-04-01T05:00:00Z",
        "results": [],
        "scope": {"add": [], "drop": []},
    }

    assert wire.parse_header(header | {"token": "aZ09-._~+/=="}).token == "aZ09-._~+/=="
    with pytest.raises(InvalidResponse):
        wire.parse_header(header | {"token": token})
