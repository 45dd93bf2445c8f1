"""`flask explain deadline`: the fixed points of the Finnish calendar, an area's own hours, urgent orders."""

from datetime import time

import pytest

from server.database import transaction
from server.places.models import Area
from tests.server.cli.test_commands import _run


def explained(app, received, urgency="minor", *more):
    result = _run(app, "explain", "deadline", "--received", received, "--urgency", urgency, *more)
    return result.exit_code, result.output.splitlines()


@pytest.mark.parametrize(
    ("received", "due", "day_off"),
    [("2026-04-01T10:00", "2026-04-08", "Good Friday"), ("2026-06-17T10:00", "2026-06-23", "Midsummer Eve")],
)
def test_the_last_line_is_the_due_day(app, received, due, day_off):
    code, lines = explained(app, received)

    assert (code, lines[-1]) == (0, due)
    assert any(day_off in line and "not counted" in line for line in lines)


def test_a_time_with_an_offset_is_put_on_the_local_clock(app):
    # Helsinki is two hours ahead of London: a minute before the office closes, and when it does.
    assert explained(app, "2026-09-07T13:59+01:00")[1][-1] == "2026-09-10"
    assert explained(app, "2026-09-07T14:00+01:00")[1][-1] == "2026-09-11"


def test_an_area_may_have_hours_of_its_own(app, world):
    with transaction() as session:
        area = session.query(Area).order_by(Area.code).first()
        area.opens, area.closes = time(8), time(18)
        code = area.code

    _, lines = explained(app, "2026-09-07T17:00", "minor", "--area", code)

    assert lines[-1] == "2026-09-10"
    assert any("from 08:00 to 18:00" in line for line in lines)


def test_an_urgent_order_is_told_by_its_instants(app):
    code, lines = explained(app, "2026-04-03T23:00", "urgent")

    assert (code, lines[-1]) == (0, "2026-04-04T00:00:00+03:00")
    assert "Acknowledge within 15 minutes: 2026-04-03T23:15:00+03:00" in lines


@pytest.mark.parametrize(
    "wrong",
    [["tomorrow"], ["2026-04-01T10:00", "soon"], ["2026-04-01T10:00", "minor", "--area", "nowhere"]],
)
def test_what_cannot_be_explained_is_refused_with_its_reason(app, wrong):
    code, lines = explained(app, *wrong)

    assert code == 2
    assert any("Error" in line for line in lines)
