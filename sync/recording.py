"""How an operation is made of what a worker did (docs/protocol.md, step 14). Pure."""

from collections.abc import Mapping
from typing import Any

from sync.limits import OPERATION_BYTES_MAX
from sync.outbox import operation_bytes


class TooLong(Exception):
    """An operation of more bytes than any server takes; nothing was recorded."""

    code = "operation_too_long"


def seen_of(target: Mapping[str, Any] | None, visit_id: str | None) -> dict[str, object]:
    """The state in which the target is shown: the visit's, when the operation is about one."""
    if target is None or target["type"] not in ("round", "work_order", "duty_alert"):
        return {}
    visits = target["visits"] if target["type"] == "round" else ()
    visit = next((visit for visit in visits if visit.get("id") == visit_id), target)
    return {"state": visit.get("state")}


def storable(value: Any) -> Any:
    """Without halves of surrogate pairs and NULs, which no server can store.

    A text that was cut in the wrong place is no reason to quarantine work.
    """
    if isinstance(value, str):
        # As a browser does: a half becomes U+FFFD.
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\0", "")
    if isinstance(value, Mapping):
        return {key: storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    return value


def check_length(operation: Mapping[str, object]) -> None:
    """Raise TooLong for an operation that no server takes."""
    if operation_bytes(operation) > OPERATION_BYTES_MAX:
        raise TooLong(f"The operation has more than {OPERATION_BYTES_MAX} bytes.")
