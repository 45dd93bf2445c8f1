"""The steps to a deadline lead where the rules lead."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.office_hours import OFFICE_HOURS
from server.work_orders.deadlines import due_on
from server.work_orders.explaining import explain_minor, explain_urgent
from tests.server.work_orders.slow_deadlines import HELSINKI

moments = st.builds(datetime.combine, st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.times()).map(
    lambda moment: moment.replace(tzinfo=HELSINKI)
)


@given(moments)
def test_three_days_are_counted_and_the_last_of_them_is_the_due_day(received):
    *steps, last = explain_minor(received, OFFICE_HOURS)

    counted = [line for line in steps if "of 3." in line]
    assert [line.partition("weekday ")[2][0] for line in counted] == ["1", "2", "3"]
    assert last == due_on(received).isoformat()
    assert last in counted[-1]


def test_a_day_off_is_named():
    lines = explain_minor(datetime(2026, 6, 18, 17, tzinfo=HELSINKI), OFFICE_HOURS)

    assert "Friday 2026-06-19: Midsummer Eve, no weekday." in lines
    assert "It counts as received on Monday 2026-06-22." in lines
    assert "That is a day off (Christmas Day): it counts as received on the next weekday." in explain_minor(
        datetime(2026, 12, 25, 10, tzinfo=HELSINKI), OFFICE_HOURS
    )


def test_an_hour_stays_an_hour_when_the_clocks_are_moved():
    received = datetime(2026, 3, 29, 0, 30, tzinfo=UTC).astimezone(HELSINKI)

    last = explain_urgent(received)[-1]

    assert last == "2026-03-29T04:30:00+03:00"
    assert datetime.fromisoformat(last) - received.astimezone(UTC) == timedelta(hours=1)
