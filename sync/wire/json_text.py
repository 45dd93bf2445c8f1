"""JSON text in and out: stricter than Python's own, and the same bytes for equal values."""

import json
import math
from typing import NoReturn

from sync.errors import MalformedJson
from sync.limits import JSON_DEPTH_MAX


def parse_json(body: bytes) -> object:
    """Read UTF-8 JSON. Raises MalformedJson, also for NaN, numbers beyond a double, and nesting that is too deep.

    Half of a surrogate pair is let through: a phone that cuts a text in the middle of an emoji sends one, and the
    work in the rest of the batch must not be refused for it.
    """
    try:
        value: object = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(f"The body is not JSON in UTF-8: {error}") from error
    if _is_deeper_than(JSON_DEPTH_MAX, value):
        raise MalformedJson(f"The JSON is nested more than {JSON_DEPTH_MAX} levels deep.")
    return value


def canonical(value: object) -> bytes:
    """Write JSON so that equal values have equal bytes: sorted keys, no spaces, UTF-8.

    Half of a surrogate pair has no UTF-8: it becomes the JSON escape that it came as.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def is_larger_than(values_max: int, value: object) -> bool:
    """Whether there are more values than so many in a value of JSON, at any depth."""
    level = _inside([value])
    while level:
        values_max -= sum(len(inner) for inner in level)
        if values_max < 0:
            return True
        level = [inner for outer in level for inner in _inside(outer)]
    return False


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is beyond a double")
    return number


def _is_deeper_than(depth: int, value: object) -> bool:
    level = _inside([value])
    for _ in range(depth):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: dict[str, object] | list[object]) -> list[dict[str, object] | list[object]]:
    """The objects and arrays directly inside an object or array."""
    values = value.values() if isinstance(value, dict) else value
    return [inner for inner in values if isinstance(inner, dict | list)]
