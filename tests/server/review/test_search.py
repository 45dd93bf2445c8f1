"""The log, filtered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from server.people.models import Person
from server.review import search
from server.review.permission import Viewer, viewer_of
from server.review.search import LogFilter
from tests.device import Device
from tests.world import World

ALL = LogFilter(state="all")
NOW = datetime.now(UTC)
"""Before anything was recorded: should midnight pass meanwhile, all is of this day or a later one."""


@pytest.fixture
def supervisor(session: Session, world: World) -> Viewer:
    """The landlord's supervisor."""
    viewer = viewer_of(session.get_one(Person, world.supervisor))
    assert viewer is not None
    return viewer


@pytest.fixture
def log(world: World, phone: Device, other_phone: Device) -> dict[str, str]:
    """A log of five: two ticks, a second tick of the same, a start, and something that could not be applied."""
    target = f"round:{world.round}"
    operations = {
        "start": phone.operation("round.start", target),
        "old": phone.operation(
            "round.tick",
            target,
            {"visit": world.visits[1]},
            recorded_at=(NOW - timedelta(days=3)).isoformat(),
        ),
        "tick": phone.operation("round.tick", target, {"visit": world.visits[0]}),
        "broken": phone.operation("round.tick", target, {"visit": "x"}),
    }
    phone.sync(*operations.values())
    second = other_phone.operation("round.tick", target, {"visit": world.visits[0]})
    other_phone.sync(second)
    return {name: operation["id"] for name, operation in {**operations, "second": second}.items()}


def _found(session: Session, viewer: Viewer, log: dict[str, str], wanted: LogFilter) -> list[str]:
    names = {key: name for name, key in log.items()}
    page = search.page_of(session, viewer, wanted, 1, NOW)
    assert page.total == len(page.entries)
    return [names[entry.operation_id] for entry in page.entries]


def test_what_needs_a_look_comes_first_then_the_newest(
    session: Session, supervisor: Viewer, log: dict[str, str]
) -> None:
    assert _found(session, supervisor, log, LogFilter()) == ["broken", "second", "tick", "old"]
    assert _found(session, supervisor, log, ALL) == ["broken", "second", "tick", "start", "old"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (replace(ALL, state="noted"), {"start"}),
        (replace(ALL, attention="needed"), {"broken", "second"}),
        (replace(ALL, attention="clean"), {"tick", "old", "start"}),
        (replace(ALL, person="nguyen"), {"second"}),
        (replace(ALL, person="nobody"), set()),
        (replace(ALL, person="%"), set()),
        (replace(ALL, kind="round.start"), {"start"}),
        (replace(ALL, district_code="704"), set()),
        (replace(ALL, district_code="703"), {"broken", "second", "tick", "start", "old"}),
        (replace(ALL, place="kontulankaari"), {"broken", "second", "tick", "start", "old"}),
        (replace(ALL, place="Vuotie"), set()),
        (replace(ALL, days=1, attention="clean"), {"tick", "start"}),
        (replace(ALL, days=7, kind="round.tick", attention="clean"), {"tick", "old"}),
    ],
)
def test_filters(
    session: Session, supervisor: Viewer, log: dict[str, str], wanted: LogFilter, expected: set[str]
) -> None:
    assert set(_found(session, supervisor, log, wanted)) == expected


def test_a_page_beyond_the_last_is_the_last(
    session: Session, supervisor: Viewer, log: dict[str, str]
) -> None:
    page = search.page_of(session, supervisor, ALL, 99, datetime.now(UTC))
    assert (page.number, len(page.entries)) == (1, len(log))


def test_clean_entries_are_those_that_had_come_in(
    session: Session, supervisor: Viewer, log: dict[str, str]
) -> None:
    now = datetime.now(UTC)
    found = search.clean_entries(session, supervisor, LogFilter(), now, now)
    assert {entry.operation_id for entry in found} == {log["tick"], log["old"]}
    assert search.count_clean(session, supervisor, LogFilter(), now) == 2
    before = now - timedelta(hours=1)
    assert search.clean_entries(session, supervisor, LogFilter(), before, now) == []


def test_what_lies_elsewhere_can_not_be_decided(session: Session, world: World, log: dict[str, str]) -> None:
    company = viewer_of(session.get_one(Person, world.company_supervisor))
    assert company is not None
    assert search.entries_to_decide(session, company, list(log.values())) == []
    assert search.visible_keys(session, company, list(log.values())) == []
