import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import MalformedJson
from sync.limits import JSON_DEPTH_MAX
from sync.wire import canonical, parse_json
from tests import strategies


@given(strategies.json_values)
def test_what_is_written_reads_as_the_same(value):
    assert parse_json(canonical(value)) == value


@given(strategies.json_values, st.randoms(use_true_random=False))
def test_equal_values_have_equal_bytes(value, random):
    def shuffled(inner):
        if isinstance(inner, dict):
            keys = list(inner)
            random.shuffle(keys)
            return {key: shuffled(inner[key]) for key in keys}
        return [shuffled(each) for each in inner] if isinstance(inner, list) else inner

    assert canonical(shuffled(value)) == canonical(value)


def test_the_form():
    assert (
        canonical({"b": [1, 2.5, None, True], "a": "ä/\n"}) == '{"a":"ä/\\n","b":[1,2.5,null,true]}'.encode()
    )


def test_half_an_emoji_is_kept_as_an_escape():
    half = parse_json(b'"a\\ud83d"')

    assert canonical(half) == b'"a\\ud83d"'
    assert canonical({"\ud83d": "👷"}) == '{"\\ud83d":"👷"}'.encode()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5000])
def test_numbers_that_are_no_json_or_beyond_reach(number):
    with pytest.raises(MalformedJson):
        parse_json(f'{{"a": [{number}]}}'.encode())


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_has_no_number_for_is_not_written(number):
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical([number])


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_the_deepest_nesting_and_one_more(opening, closing):
    def nested(depth):
        return f"{opening * depth}0{closing * depth}".encode()

    assert parse_json(nested(JSON_DEPTH_MAX)) == json.loads(nested(JSON_DEPTH_MAX))
    with pytest.raises(MalformedJson):
        parse_json(nested(JSON_DEPTH_MAX + 1))


def test_nesting_that_would_exhaust_the_stack():
    with pytest.raises(MalformedJson):
        parse_json(b"[" * 100_000)


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(body):
    try:
        value = parse_json(body)
    except MalformedJson:
        return
    assert parse_json(canonical(value)) == value
