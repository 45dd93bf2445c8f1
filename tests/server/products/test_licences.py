"""When a licence counts, and that it is warned of once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from server.database import transaction
from server.jobs import warn_of_licences
from server.products.ending import warnings
from server.products.licences import WARNED_AHEAD, is_ending, standing
from server.products.models import Licence, LicenceWarning
from server.products.rules import EcoProduct, LicenceTerm, is_labelled
from server.products.services import LicenceFacts, save_licence

DAY = date(2026, 4, 1)
days = st.dates(DAY - timedelta(days=90), DAY + timedelta(days=90))


@given(days, st.none() | days)
def test_what_is_shown_as_valid_is_what_the_eco_rule_takes(first: date, last: date | None) -> None:
    shown = standing(first, last, DAY)
    assert (shown in {"valid", "ending"}) == is_labelled(
        EcoProduct("a", "sanitary", (LicenceTerm(first, last),)), DAY
    )
    assert not (shown == "ending" and not is_ending(last, DAY))


@pytest.mark.parametrize(
    ("ahead", "expected"), [(-1, "ended"), (0, "ending"), (60, "ending"), (61, "valid"), (None, "valid")]
)
def test_a_licence_is_valid_on_its_last_day_and_ends_the_next(ahead: int | None, expected: str) -> None:
    last = None if ahead is None else DAY + timedelta(days=ahead)
    assert standing(DAY - timedelta(days=400), last, DAY) == expected


def _ends(world, days_ahead: int | None) -> None:
    with transaction() as session:
        licence = session.scalars(select(Licence).where(Licence.product_id == world.eco_product)).one()
        last = None if days_ahead is None else world.today + timedelta(days=days_ahead)
        facts = LicenceFacts(licence.label, licence.licence, licence.valid_from, last)
        save_licence(session, licence.product, facts, licence)


def _warned(session) -> list[date]:
    session.rollback()
    return list(session.scalars(select(LicenceWarning.ends_on)))


def test_a_licence_is_warned_of_sixty_days_before_its_end_and_once(world, session):
    now = datetime.now(UTC)
    assert warn_of_licences(now) == 0, "it has no end"
    _ends(world, WARNED_AHEAD.days + 1)
    assert warn_of_licences(now) == 0
    assert warn_of_licences(now + timedelta(days=1)) == 1
    assert warn_of_licences(now + timedelta(days=1)) == 0
    assert warn_of_licences(now + timedelta(days=30)) == 0
    assert _warned(session) == [world.today + timedelta(days=61)]


def test_another_end_is_warned_of_anew(world, session):
    now = datetime.now(UTC)
    _ends(world, 10)
    assert warn_of_licences(now) == 1
    _ends(world, 500)
    assert _warned(session) == []
    assert warn_of_licences(now) == 0
    assert warn_of_licences(now + timedelta(days=450)) == 1


def test_a_warning_is_shown_until_the_licence_has_ended(world, session):
    _ends(world, 10)
    warn_of_licences(datetime.now(UTC))
    session.rollback()
    last = world.today + timedelta(days=10)
    assert [row.licence.product_id for row in warnings(session, last)] == [world.eco_product]
    assert warnings(session, last + timedelta(days=1)) == []
