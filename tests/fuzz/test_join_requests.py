"""Hostile requests to POST /api/join: no device, no spent code, no trace."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device import make_join_code
from tests.fuzz.bodies import garbled, spoilt, text_of, zipped
from tests.fuzz.contents import contents
from tests.fuzz.test_sync_requests import FUZZ, check_refused


@pytest.fixture
def code(world, app):
    return make_join_code(world.cleaner)


def asking(code):
    return {"code": code, "device_name": "Testipuhelin", "language": "fi"}


def post(client, body, **headers):
    return client.post("/api/join", data=body, headers={"Content-Type": "application/json"} | headers)


def check(answer, before):
    """Refused, or joined because what was changed made no difference."""
    if answer.status_code == 200:
        assert json.loads(answer.data)["token"]
    else:
        check_refused(answer, before)


@FUZZ
@given(data=st.data())
def test_any_json_for_any_field(world, client, data):
    body = text_of(data.draw(spoilt(asking(make_join_code(world.cleaner)))))
    before = contents()

    check(post(client, body), before)


@FUZZ
@given(data=st.data())
def test_bytes_that_are_hardly_json(world, client, data):
    body = data.draw(garbled(text_of(asking(make_join_code(world.cleaner)))))
    before = contents()

    check(post(client, body), before)


@FUZZ
@given(data=st.data())
def test_gzip_of_every_kind(world, client, data):
    body = data.draw(zipped(text_of(asking(make_join_code(world.cleaner)))))
    before = contents()

    check(post(client, body, **{"Content-Encoding": "gzip"}), before)


def test_a_body_above_four_kilobytes_is_refused_also_when_it_is_small_in_gzip(code, client):
    before = contents()
    large = text_of(asking(code) | {"padding": "x" * 5_000})

    for answer in (post(client, large), post(client, gzip.compress(large), **{"Content-Encoding": "gzip"})):
        check_refused(answer, before)
        assert (answer.status_code, answer.get_json()["code"]) == (413, "batch_too_large")
    assert post(client, text_of(asking(code))).status_code == 200
