"""Helsinki's areas and districts, facts of the city's own division, put into every database from districts.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.places.models import Area, District

_FILE = Path(__file__).with_name("districts.json")


def add_missing_districts(session: Session) -> int:
    """Put in those areas and districts that are not there yet; returns how many. Names that somebody changed stay."""
    areas, districts = city_rows()
    missing: list[Area | District] = []
    known_areas = set(session.scalars(select(Area.code)))
    missing += [Area(**row) for row in areas if row["code"] not in known_areas]
    known_districts = set(session.scalars(select(District.code)))
    missing += [District(**row) for row in districts if row["code"] not in known_districts]
    session.add_all(missing)
    session.flush()
    return len(missing)


def city_rows() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of the tables `areas` and `districts`. A district's English name is its Finnish one."""
    city: dict[str, list[dict[str, Any]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    areas = [
        {"code": area["code"], "name_fi": area["fi"], "name_sv": area["sv"], "name_en": area["en"]}
        for area in city["areas"]
    ]
    districts = [
        {
            "code": district["code"],
            "area_code": district["area"],
            "name_fi": district["fi"],
            "name_sv": district["sv"],
            "name_en": district["fi"],
        }
        for district in city["districts"]
    ]
    return areas, districts
