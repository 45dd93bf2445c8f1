"""What the parts of the demo hand to each other: just enough of a place or a person for the next part to build on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person. `districts` are where the person works; `is_on_weekends`: also has rounds on Saturdays and Sundays."""

    id: str
    name: str
    role: str
    organisation_id: str
    language: str
    districts: tuple[str, ...]
    username: str | None = None
    is_on_weekends: bool = False


@dataclass(slots=True)
class DemoPhone:
    """A worker's phone: its outbox's stream, and how many operations it has sent so far."""

    person: DemoPerson
    device_id: str
    stream: str
    sent: int = 0


@dataclass(frozen=True, slots=True)
class DemoSpace:
    """A space of a building."""

    id: str
    kind: str
    name: str
    floor: str | None
    norm_minutes: int


@dataclass(frozen=True, slots=True)
class DemoBuilding:
    """A building with its spaces in walking order. `provider_id`: the organisation that cleans it."""

    id: str
    property_id: str
    district: str
    provider_id: str
    spaces: tuple[DemoSpace, ...]

    def of_kinds(self, *kinds: str) -> list[DemoSpace]:
        """Its spaces of these kinds, in walking order."""
        return [space for space in self.spaces if space.kind in kinds]


@dataclass(frozen=True, slots=True)
class DemoProperty:
    """A property with its buildings. The first building has the yard's spaces."""

    id: str
    district: str
    address: str
    manager_id: str
    buildings: tuple[DemoBuilding, ...]
