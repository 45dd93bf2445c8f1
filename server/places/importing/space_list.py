"""The cell `spaces`: `stairwell:A; stairwell:B; shared_sauna; laundry_room:Pesutupa:K:24.5:30`.

Spaces stand in walking order, parted by `;` or `|`. Each is `kind:name:floor:area_m2:norm_minutes`; all but the kind
may be left out or empty, and then get the kind's Finnish name and its usual size and time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from server.places.space_kinds import SPACE_KINDS
from server.sheets.cells import BadCell

SPACES_MAX = 200
_SEPARATOR = re.compile(r"[;|]")


@dataclass(frozen=True, slots=True)
class SpaceEntry:
    """A space as the register gives it; None where it says nothing."""

    kind: str
    name: str
    floor: str | None = None
    area_m2: float | None = None
    norm_minutes: int | None = None


def read_spaces(text: str) -> tuple[SpaceEntry, ...]:
    """The spaces in walking order; none when the cell is empty."""
    entries = tuple(_read_space(part) for part in _SEPARATOR.split(text) if part.strip())
    if len(entries) > SPACES_MAX:
        raise BadCell("too_many_spaces", f"{len(entries)} spaces, at most {SPACES_MAX} fit")
    seen = set()
    for entry in entries:
        if (entry.kind, entry.name) in seen:
            raise BadCell(
                "repeated_space", f"“{entry.kind}:{entry.name}” is there twice: give each a name of its own"
            )
        seen.add((entry.kind, entry.name))
    return entries


def _read_space(part: str) -> SpaceEntry:
    fields = [field.strip() for field in part.split(":")]
    kind, name, floor, area, minutes = (*fields, "", "", "", "", "")[:5]
    if kind not in SPACE_KINDS:
        raise BadCell("unknown_space_kind", f"“{kind}” is none of {', '.join(SPACE_KINDS)}")
    if len(fields) > 5:
        raise BadCell(
            "bad_space", f"“{part.strip()}” has more parts than kind:name:floor:area_m2:norm_minutes"
        )
    if len(name) > 100 or len(floor) > 20:
        raise BadCell("too_long", f"“{part.strip()}”: at most 100 characters of name and 20 of floor fit")
    return SpaceEntry(
        kind=kind,
        name=name or SPACE_KINDS[kind].name_fi,
        floor=floor or None,
        area_m2=_number(area, part, 100_000),
        norm_minutes=_whole_number(minutes, part, 1_440),
    )


def _number(text: str, part: str, value_max: int) -> float | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,6}([.,]\d{1,2})?", text) or float(text.replace(",", ".")) > value_max:
        raise BadCell("bad_space", f"“{part.strip()}”: “{text}” is not a number up to {value_max}")
    return float(text.replace(",", "."))


def _whole_number(text: str, part: str, value_max: int) -> int | None:
    number = _number(text, part, value_max)
    if number is not None and not number.is_integer():
        raise BadCell("bad_space", f"“{part.strip()}”: “{text}” is not a whole number of minutes")
    return None if number is None else int(number)
