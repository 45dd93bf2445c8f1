from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire import derived_id, usable_id
from tests import strategies


@given(strategies.uuids)
def test_an_own_id_is_used_however_broken_the_rest_is(own):
    assert usable_id({"id": own, "kind": None}) == own


@pytest.mark.parametrize(
    "raw",
    [None, "x", [], {}, {"id": None}, {"id": 5}, {"id": ""}, {"id": "01930000-0000-7000-8000-00000000009A"}],
)
def test_what_has_no_usable_id(raw):
    assert usable_id(raw) is None


@given(st.binary())
def test_a_derived_id_is_a_usable_uuid(data):
    derived = derived_id(data)

    assert usable_id({"id": derived}) == derived
    assert UUID(derived).version == 8
    assert UUID(derived).variant == RFC_4122


@given(st.binary(), st.binary())
def test_derived_ids_differ_as_the_bytes_do(one, other):
    assert (derived_id(one) == derived_id(other)) == (one == other)


def test_a_derived_id_never_changes():
    assert derived_id(b"{}") == "44136fa3-55b3-878a-9146-ad16f7e8649e"
