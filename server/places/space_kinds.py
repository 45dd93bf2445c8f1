"""The kinds of spaces (docs/documents.md), with what one usually is when a register says no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class SpaceKind:
    """The Finnish name, and a usual size and time of a visit. `is_yard`: out of doors, a caretaker's."""

    name_fi: str
    area_m2: float
    norm_minutes: int
    is_yard: bool = False


SPACE_KINDS: Mapping[str, SpaceKind] = MappingProxyType(
    {
        "stairwell": SpaceKind("Porrashuone", 120, 20),
        "laundry_room": SpaceKind("Pesutupa", 25, 15),
        "drying_room": SpaceKind("Kuivaushuone", 15, 8),
        "shared_sauna": SpaceKind("Talosauna", 30, 25),
        "waste_room": SpaceKind("Jätehuone", 20, 10),
        "cellar_corridor": SpaceKind("Kellarikäytävä", 60, 12),
        "storage": SpaceKind("Varasto", 40, 10),
        "bicycle_store": SpaceKind("Pyörävarasto", 30, 8),
        "club_room": SpaceKind("Kerhohuone", 40, 15),
        "courtyard": SpaceKind("Piha", 1200, 25, is_yard=True),
        "playground": SpaceKind("Leikkipaikka", 150, 10, is_yard=True),
        "storm_drain": SpaceKind("Hulevesikaivo", 1, 4, is_yard=True),
        "roof_gutter": SpaceKind("Räystäskouru", 40, 15, is_yard=True),
        "lift": SpaceKind("Hissi", 3, 4),
    }
)
