"""The end of many runs: a season passes, purges forget what some phones never read, and every bucket is in files.

Meanwhile some phones stay in a drawer. Afterwards each of them has to come to exactly what a reader gets who begins
today, and that one to the same whether it reads files made ahead or not (I11).
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.checks import check_server
from tests.simulation.invariants.held import i11_purges_and_snapshots_cannot_be_seen
from tests.simulation.syncing import sync_in_peace

if TYPE_CHECKING:
    from tests.simulation.phone import Phone
    from tests.simulation.run import Run

SEASON = timedelta(days=91)
"""Longer than tombstones are kept."""
_WINDOW = timedelta(days=16)
"""After this, rounds and closed orders have left the phones: their tombstones are what will be forgotten."""
_SHARE = 0.4
_DESK = (
    "change_districts",
    "change_districts",
    "assign_order",
    "cancel_order",
    "reassign_round",
    "new_order",
)


def let_a_season_pass(run: Run) -> None:
    """In some runs: change things, let them be forgotten, change a few more, and look at everybody."""
    random = Random(f"{run.seed}/season")
    if random.random() > _SHARE:
        return
    run.trace.append("     a season passes")
    run.server.set_sizes(random.choice((1024 * 1024, 4000)), 1, 2_000)
    for _ in range(random.randint(2, 8)):
        run.desk.do(random.choice(_DESK), random)
    run.chance.pass_time(_WINDOW)
    run.desk.run_all_jobs()
    check_server(run)
    for phone in run.phones:
        if random.random() < 0.4:
            sync_in_peace(run, phone)
    run.chance.pass_time(SEASON)
    before = _tombstones(run)
    run.desk.run_all_jobs()
    run.counts["tombstones forgotten"] += before - _tombstones(run)
    run.counts["phones behind a purge"] += sum(_is_behind(run, phone) for phone in run.phones)
    for _ in range(random.randint(0, 3)):
        run.desk.do(random.choice(_DESK), random)
    for phone in run.phones:
        sync_in_peace(run, phone)
    check_server(run)
    for phone in run.phones:
        if run.tables.scope_of(phone.person):
            i11_purges_and_snapshots_cannot_be_seen(run, phone)


def _tombstones(run: Run) -> int:
    count: int = run.server.rows("SELECT count(*) AS n FROM feed_entries WHERE is_deleted")[0]["n"]
    return count


def _is_behind(run: Run, phone: Phone) -> bool:
    """Whether a phone has read a bucket only to below its floor, so that it can't go on from there."""
    floors = {row["name"]: row["floor"] for row in run.server.rows("SELECT name, floor FROM feed_buckets")}
    return any(version < floors.get(bucket, 0) for bucket, version in phone.wake().cursor().items())
