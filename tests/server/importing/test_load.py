"""What an import leaves in the database, and what it leaves alone."""

from __future__ import annotations

import csv
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.database import snapshot, transaction
from server.feed.models import Bucket
from server.people.models import Person
from server.places.importing.register import import_register
from server.places.models import Building, Property
from server.sheets.report import Report
from tests.world import World

ROW = {
    "property_code": "09104700020005",
    "property_name": "Keinulaudantie 5",
    "address": "Keinulaudantie 5",
    "postal_code": "00940",
    "district": "703",
    "building_permanent_id": "107000001B",
    "building_name": "Talo 1",
    "cleaning_provider": "Kaupungin Kodit",
    "spaces": "stairwell:A;stairwell:B;laundry_room::K:22:18",
    "building_manager": "Maija Mäki",
}


def _import(tmp_path: Path, *rows: dict[str, str], skip_bad: bool = False) -> Report:
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerows(rows)
    with transaction() as session:
        return import_register(session, path, skip_bad=skip_bad)


def _building(session: Session, permanent_id: str = "107000001B") -> Building:
    session.expire_all()
    return session.scalars(select(Building).where(Building.permanent_id == permanent_id)).one()


def _versions() -> int:
    with snapshot() as session:
        return session.scalar(select(func.sum(Bucket.version))) or 0


def test_a_row_becomes_a_property_a_building_and_spaces(
    world: World, session: Session, tmp_path: Path
) -> None:
    report = _import(tmp_path, ROW)
    assert dict(report.counts) == {
        ("property", "created"): 1,
        ("building", "created"): 1,
        ("space", "created"): 3,
    }
    building = _building(session)
    assert building.property.code == "91-47-2-5"
    assert building.property.building_manager_id == world.manager
    assert building.address == "Keinulaudantie 5"
    assert [(space.position, space.kind, space.name) for space in building.spaces] == [
        (1, "stairwell", "A"),
        (2, "stairwell", "B"),
        (3, "laundry_room", "Pesutupa"),
    ]
    laundry = building.spaces[2]
    assert (laundry.floor, laundry.area_m2, laundry.norm_minutes) == ("K", 22, 18)
    assert building.spaces[0].norm_minutes > 0, "what the register leaves open is as usual"


def test_the_same_again_changes_nothing_and_stamps_no_document(world: World, tmp_path: Path) -> None:
    _import(tmp_path, ROW)
    before = _versions()
    report = _import(tmp_path, ROW, ROW)
    assert dict(report.counts) == {
        ("property", "unchanged"): 1,
        ("building", "unchanged"): 1,
        ("space", "unchanged"): 3,
    }
    assert _versions() == before


def test_what_differs_is_changed(world: World, session: Session, tmp_path: Path) -> None:
    _import(tmp_path, ROW)
    kept = {space.name: space.id for space in _building(session).spaces}
    changed = {
        **ROW,
        "property_name": "Keinu 5",
        "cleaning_provider": "Puhdas Porras Oy",
        "spaces": "laundry_room;stairwell:A;stairwell:C",
    }
    report = _import(tmp_path, changed)
    assert report.counts["property", "changed"] == report.counts["building", "changed"] == 1
    building = _building(session)
    assert building.property.name == "Keinu 5"
    assert building.cleaning_provider_id == world.company
    assert [space.name for space in building.spaces] == ["Pesutupa", "A", "C", "B"], (
        "B stays: it may have a history"
    )
    assert {name: kept[name] for name in ("A", "B", "Pesutupa")} == {
        space.name: space.id for space in building.spaces if space.name != "C"
    }


def test_an_empty_optional_cell_leaves_what_is_there(world: World, session: Session, tmp_path: Path) -> None:
    _import(tmp_path, ROW)
    before = _versions()
    _import(tmp_path, {**ROW, "building_manager": "", "spaces": ""})
    assert _versions() == before
    assert _building(session).property.building_manager_id == world.manager


def test_buildings_of_one_property_come_together(world: World, session: Session, tmp_path: Path) -> None:
    second = {**ROW, "building_permanent_id": "107000002C", "building_name": "Talo 2", "building_manager": ""}
    report = _import(tmp_path, {**ROW, "building_manager": ""}, second | {"building_manager": "Maija Mäki"})
    assert (report.counts["property", "created"], report.counts["building", "created"]) == (1, 2)
    owned = session.scalars(select(Property).where(Property.code == "91-47-2-5")).one()
    assert [building.name for building in owned.buildings] == ["Talo 1", "Talo 2"]
    assert owned.building_manager_id == world.manager, "said in one of its rows"


def test_a_building_does_not_move_to_another_property(world: World, tmp_path: Path) -> None:
    _import(tmp_path, ROW)
    report = _import(tmp_path, {**ROW, "property_code": "91-47-2-6"})
    assert [(fault.row, fault.column, fault.code) for fault in report.faults] == [
        (2, "building_permanent_id", "other_property")
    ]


def test_with_a_bad_row_nothing_is_loaded_unless_it_is_skipped(
    world: World, session: Session, tmp_path: Path
) -> None:
    bad = {**ROW, "building_permanent_id": "107000002C", "postal_code": "x"}
    before = _versions()
    report = _import(tmp_path, ROW, bad)
    assert not report.counts
    assert _versions() == before
    report = _import(tmp_path, ROW, bad, skip_bad=True)
    assert report.counts["building", "created"] == 1
    assert [fault.row for fault in report.faults] == [3]
    assert _building(session).name == "Talo 1"


def test_a_former_manager_is_not_found(world: World, tmp_path: Path) -> None:
    with transaction() as session:
        session.get_one(Person, world.manager).is_active = False
    report = _import(tmp_path, ROW)
    assert [(fault.column, fault.code) for fault in report.faults] == [
        ("building_manager", "unknown_manager")
    ]
