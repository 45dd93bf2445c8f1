"""Counts a simulated year again by other ways: past the application, and sharing no code with it.

`python -m tests.server.year.recount FOLDER` does it for a folder of `simulate year`.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from dateutil.rrule import rrulestr

from tests.server.work_orders.slow_deadlines import days_off, slow_due_on

DAYS_AHEAD = 14


def wrong_rounds(file: Path, first: date, days: int) -> tuple[int, list[str]]:
    """How many rounds there should be by the plans' rules, and where it is not one."""
    last = first + timedelta(days=days - 1 + DAYS_AHEAD)
    with closing(sqlite3.connect(file)) as database:
        plans = database.execute("SELECT id, rrule, starts_on, holidays FROM round_plans").fetchall()
        rounds = Counter(
            (plan, date.fromisoformat(on))
            for plan, on in database.execute('SELECT plan_id, "on" FROM rounds WHERE plan_id IS NOT NULL')
            if first <= date.fromisoformat(on) <= last
        )
    wanted = {(key, day) for key, *rule in plans for day in _plan_days(*rule, first, last)}
    wrong = [f"{key}: {rounds[key]} rounds" for key in sorted(wanted) if rounds[key] != 1]
    return len(wanted), wrong + [f"{key}: not wanted" for key in sorted(set(rounds) - wanted)]


def wrong_deadlines(file: Path) -> tuple[int, list[str]]:
    """How many minor orders there are, and which were promised for another day than the slow calculation gives."""
    with closing(sqlite3.connect(file)) as database:
        orders = database.execute(
            "SELECT id, number, reported_at, coalesce(promised_on, due_on), merged_into_id"
            " FROM work_orders WHERE urgency = 'minor'"
        ).fetchall()
    own = {key: slow_due_on(datetime.fromisoformat(at).replace(tzinfo=UTC)) for key, _, at, *_ in orders}
    wrong = []
    for key, number, _, promised, _ in orders:
        # An order into which others were merged is promised for the earliest of their days.
        due = min(own[each] for each, *_, merged_into in orders if key in (each, merged_into))
        if date.fromisoformat(promised) != due:
            wrong.append(f"T-{number}: {promised}, not {due}")
    return len(orders), wrong


def _plan_days(rule: str, starts_on: str, holidays: str, first: date, last: date) -> set[date]:
    begin = datetime.combine(date.fromisoformat(starts_on), time())
    since, until = datetime.combine(first - timedelta(days=20), time()), datetime.combine(last, time())
    days = set()
    for instant in rrulestr(rule, dtstart=begin).between(since, until, inc=True):
        day = instant.date()
        if holidays == "drop" and _is_off(day):
            continue
        if holidays == "next_weekday" and _is_off(day):
            while _is_off(day) or day.isoweekday() > 5:
                day += timedelta(days=1)
        days.add(day)
    return {day for day in days if first <= day <= last}


def _is_off(day: date) -> bool:
    """Public holidays of any weekday, and the two eves."""
    midsummer = next(
        date(day.year, 6, each) for each in range(20, 27) if date(day.year, 6, each).weekday() == 5
    )
    saints = next(
        each
        for each in (date(day.year, 10, 31) + timedelta(days=ahead) for ahead in range(7))
        if each.weekday() == 5
    )
    # Good Friday is off: two days later is Easter, and seven weeks after it Whit Sunday.
    good_friday = min(
        each for each in days_off(day.year) if each.weekday() == 4 and date(day.year, 3, 19) < each
    )
    easter = good_friday + timedelta(days=2)
    return day in days_off(day.year) | {midsummer, saints, easter, easter + timedelta(days=49)}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    begin, count = date.fromisoformat(sys.argv[2]), int(sys.argv[3])
    for name, (looked_at, found) in (
        ("rounds", wrong_rounds(folder / "year.sqlite", begin, count)),
        ("deadlines", wrong_deadlines(folder / "year.sqlite")),
    ):
        print(f"{looked_at:,} {name}, {len(found)} wrong")
        print("\n".join(found[:20]))
