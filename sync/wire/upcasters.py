"""Old versions of a kind's payload, brought up to the current one. Upcasters are kept for ever.

An upcaster takes the JSON payload of one version and gives that of the next, so that each is written once and never
touched again, however many versions follow.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sync.errors import InvalidOperation

JsonObject = Mapping[str, object]
Upcaster = Callable[[JsonObject], JsonObject]
Upcasters = Mapping[tuple[str, int], Upcaster]


def _name_the_note_as_the_round_does(payload: JsonObject) -> JsonObject:
    """`round.finish` 1 said `text` for what the round's document calls `note`; a `note` meant nothing then."""
    kept = {key: value for key, value in payload.items() if key not in ("text", "note")}
    return kept | ({"note": payload["text"]} if "text" in payload else {})


UPCASTERS: Upcasters = MappingProxyType({("round.finish", 1): _name_the_note_as_the_round_does})
"""By kind and the version they start from."""


def upcast(
    kind: str, from_version: int, to_version: int, payload: JsonObject, upcasters: Upcasters = UPCASTERS
) -> JsonObject:
    """The payload as of `to_version`. Raises InvalidOperation (`unknown_kind_version`) where no way leads there."""
    if from_version > to_version:
        raise _unknown_version(kind, from_version)
    for version in range(from_version, to_version):
        step = upcasters.get((kind, version))
        if step is None:
            raise _unknown_version(kind, from_version)
        payload = step(payload)
    return payload


def _unknown_version(kind: str, version: int) -> InvalidOperation:
    detail = f"Version {version} of {kind} is not known here."
    return InvalidOperation("unknown_kind_version", detail, {"kind_version": [detail]})
