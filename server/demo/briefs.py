"""Special features of buildings: every building has one to four, some of them for a time only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from server.demo.brief_texts import BRIEF_TEXTS
from server.demo.chance import Chance
from server.demo.entities import DemoBuilding
from server.demo.rows import Rows
from server.places.models import BriefItem

_WITH_CODES = 0.33
_WITH_ALARM = 0.1


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
                is_sensitive=False,
            )


def make_codes(rows: Rows, chance: Chance, buildings: Iterable[DemoBuilding], today: date) -> None:
    """Door codes of a third of the buildings, and an alarm's here and there; they come to an end at some time."""
    for building in buildings:
        if not chance.happens(_WITH_CODES):
            continue
        texts = [f"Ulko-oven koodi {chance.randint(1000, 9999)}"]
        if chance.happens(_WITH_ALARM):
            texts.append(
                f"Kerhohuoneen hälytys: {chance.randint(1000, 9999)} ja vihreä nappi, 30 sekuntia aikaa."
            )
        for text in texts:
            rows.add(
                BriefItem,
                id=chance.new_id(),
                building_id=building.id,
                topic="access",
                text=text,
                language="fi",
                valid_to=today + timedelta(days=chance.randint(30, 300)),
                is_sensitive=True,
            )
