"""The shared cases of payloads that are brought up to the present version."""

import copy

import pytest

from sync.errors import InvalidOperation
from sync.operations import KINDS, current_version
from sync.wire import UPCASTERS
from sync.wire.upcasters import upcast
from tests.vectors.load import cases, load


@cases("upcasting")
def test_shared_case(given, expect):
    kind, version, payload = given["kind"], given["kind_version"], given["payload"]
    before = copy.deepcopy(payload)

    if "code" in expect:
        with pytest.raises(InvalidOperation) as refused:
            upcast(kind, version, current_version(kind), payload)
        assert refused.value.reason == expect["code"]
        assert list(refused.value.errors) == ["kind_version"]
        assert f"Version {version} of {kind}" in refused.value.detail
    else:
        assert current_version(kind) == expect["kind_version"]
        assert upcast(kind, version, current_version(kind), payload) == expect["payload"]
    assert payload == before


@pytest.mark.parametrize("kind", KINDS)
def test_shared_cases_cover_each_version_of_each_kind_and_the_next(kind):
    versions = {
        case["given"]["kind_version"] for case in load("upcasting")["cases"] if case["given"]["kind"] == kind
    }

    assert versions >= set(range(1, current_version(kind) + 2))


@pytest.mark.parametrize("kind", KINDS)
def test_a_way_leads_from_each_older_version(kind):
    assert {version for of_kind, version in UPCASTERS if of_kind == kind} == set(
        range(1, current_version(kind))
    )


def test_a_kind_that_is_not_known_has_one_version():
    assert current_version("round.pause") == 1
