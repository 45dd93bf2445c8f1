"""The spaces of a made-up building, in walking order: stairwells first, then the cellar, then the yard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.demo.chance import Chance
from server.demo.entities import DemoSpace
from server.demo.rows import Rows
from server.places.models import Space
from server.places.space_kinds import SPACE_KINDS


def make_spaces(
    rows: Rows, chance: Chance, building_id: str, stairs: Sequence[str], *, is_first: bool, is_tall: bool
) -> list[DemoSpace]:
    """Spaces of a building with these stairwells. The property's first building has the yard and what is shared."""
    spaces = []
    layout = [*_indoors(chance, stairs, is_first, is_tall), *(_yard(chance) if is_first else ())]
    for position, (kind, name, floor) in enumerate(layout, start=1):
        usual = SPACE_KINDS[kind]
        size = chance.uniform(0.7, 1.5)
        minutes = max(2, round(usual.norm_minutes * size))
        space = DemoSpace(chance.new_id(), kind, name, floor, minutes)
        rows.add(
            Space,
            id=space.id,
            building_id=building_id,
            position=position,
            kind=kind,
            name=name,
            floor=floor,
            area_m2=round(usual.area_m2 * size, 1),
            norm_minutes=minutes,
        )
        spaces.append(space)
    return spaces


def _indoors(
    chance: Chance, stairs: Sequence[str], is_first: bool, is_tall: bool
) -> Iterator[tuple[str, str, str | None]]:
    for letter in stairs:
        yield "stairwell", f"Porras {letter}", None
        if is_tall:
            yield "lift", f"Hissi {letter}", None
    yield "cellar_corridor", "Kellarikäytävä", "K"
    yield "storage", "Irtaimistovarasto", "K"
    yield "bicycle_store", "Pyörävarasto", "1" if chance.happens(0.6) else "K"
    if is_first or chance.happens(0.3):
        yield "laundry_room", "Pesutupa", "K"
        yield "drying_room", "Kuivaushuone", "K"
    if (is_first and chance.happens(0.85)) or chance.happens(0.1):
        yield "shared_sauna", "Talosauna", chance.choice(("K", "1", "8" if is_tall else "K"))
    if is_first and chance.happens(0.25):
        yield "club_room", "Kerhohuone", "1"


def _yard(chance: Chance) -> Iterator[tuple[str, str, str | None]]:
    yield "courtyard", "Piha", None
    yield "waste_room", chance.choice(("Jätehuone", "Jätekatos")), None
    if chance.happens(0.6):
        yield "playground", "Leikkipaikka", None
    for number in range(1, chance.randint(2, 4)):
        yield "storm_drain", f"Hulevesikaivo {number}", None
    if chance.happens(0.4):
        yield "roof_gutter", "Räystäskouru", None
