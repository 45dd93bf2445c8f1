"""What the daily job touches of places."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from server.database import transaction
from server.feed.changes import touch
from server.feed.stamp import buckets_of
from server.jobs import move_windows
from server.local_time import day_begin
from server.places.edges import ids_at_edges
from server.places.models import BriefItem
from server.weekdays import use_eves_off
from tests.device import Device


@pytest.mark.parametrize("late_by", [0, 2])
def test_an_item_leaves_the_brief_on_the_day_after_its_last(world, session, late_by):
    with transaction() as writing:
        writing.add(
            BriefItem(
                building_id=world.far_building,
                topic="access",
                text="Ovikoodi 1234",
                language="fi",
                valid_to=world.today,
            )
        )

    for days, is_there in ((0, True), (1 + late_by, False)):
        now = day_begin(world.today + timedelta(days=days)) + timedelta(hours=2)
        with time_machine.travel(now, tick=False), transaction() as writing:
            touch(writing, ids_at_edges(writing, now))
        assert bool(buckets_of(session, f"brief:{world.far_building}")) == is_there
        session.rollback()


def test_phones_learn_of_another_setting_of_the_eves(world, client):
    phone = Device(client, world.caretaker)
    phone.sync()
    assert phone.documents["district:703"]["has_eves_off"] is True
    try:
        use_eves_off(False)
        move_windows(datetime.now(UTC))
    finally:
        use_eves_off(True)

    phone.sync()

    assert phone.documents["district:703"]["has_eves_off"] is False
