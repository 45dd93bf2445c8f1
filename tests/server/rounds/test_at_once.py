"""Several phones at the very same moment: the row locks make one the first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from server.rounds.models import VisitRecord
from server.work_orders.models import OrderCompletion
from tests.device import Device


def at_once(devices, *request):
    """Each device records the same and syncs at the same moment; returns (operation id, result) of each."""
    together = Barrier(len(devices))

    def sync(device):
        recorded = device.operation(*request)
        together.wait(timeout=30)
        return recorded["id"], device.sync(recorded)[0]

    with ThreadPoolExecutor(len(devices)) as pool:
        return list(pool.map(sync, devices))


def everybody(client, world):
    people = (world.cleaner, world.other_cleaner, world.caretaker, world.supervisor)
    return [Device(client.application.test_client(), person) for person in people]


def test_of_four_ticks_of_one_visit_one_is_the_first_and_all_are_kept(client, world, session):
    results = at_once(
        everybody(client, world), "round.tick", f"round:{world.round}", {"visit": world.visits[0]}
    )

    late = [result for _, result in results if "already_done" in result["flags"]]
    assert len(late) == len(results) - 1
    kept = session.scalars(
        select(VisitRecord.operation_id).where(VisitRecord.visit_id == world.visits[0])
    ).all()
    assert set(kept) == {operation_id for operation_id, _ in results}


def test_of_four_completions_of_one_order_one_is_the_first_and_all_are_kept(client, world, session):
    results = at_once(
        everybody(client, world), "work_order.complete", f"work_order:{world.order}", {"result": "fixed"}
    )

    late = [result for _, result in results if "already_done" in result["flags"]]
    assert len(late) == len(results) - 1
    kept = session.scalars(
        select(OrderCompletion.operation_id).where(OrderCompletion.order_id == world.order)
    ).all()
    assert set(kept) == {operation_id for operation_id, _ in results}
