"""Special features of buildings: every building has one to four, some of them for a time only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from server.demo.brief_texts import BRIEF_TEXTS
from server.demo.chance import Chance
from server.demo.entities import DemoBuilding
from server.demo.rows import Rows
from server.places.models import BriefItem


def make_briefs(rows: Rows, chance: Chance, buildings: Iterable[DemoBuilding], today: date) -> None:
    """Deal out the texts, none twice in a building."""
    for building in buildings:
        for topic, language, text in chance.sample(BRIEF_TEXTS, chance.randint(1, 4)):
            is_temporary = topic in {"hazard", "access"} and chance.happens(0.15)
            rows.add(
                BriefItem,
                id=chance.new_id(),
                building_id=building.id,
                topic=topic,
                text=text,
                language=language,
                valid_to=today + timedelta(days=chance.randint(20, 120)) if is_temporary else None,
            )
