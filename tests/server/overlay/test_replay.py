"""Where nothing clashes, what a phone shows before it syncs is what the server says afterwards, for every kind.

Whole days of one worker, recorded offline and sent as one batch: the overlay's rules and the handlers', step by step.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from server.database import transaction
from server.rounds.models import Round, Visit
from server.work_orders.models import OrderNumber, WorkOrder
from sync.courtyard.forms import FORMS
from sync.operations import KINDS, Author
from sync.overlay import replay
from sync.wire import dump_operation
from tests import strategies
from tests.device import Device
from tests.server.overlay.test_cases import CREATING, SERVER_ONLY

VISITS = 3


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_day_offline_looks_the_same_before_and_after(world, client, data):
    author = Author(f"person:{world.cleaner}", f"organisation:{world.landlord}")
    round_id, visit_ids, order_id = make_targets(world, data)
    phone = Device(client, world.cleaner)
    phone.sync()
    targets = [f"round:{round_id}", f"work_order:{order_id}"]
    begun_at = datetime.now(UTC) - timedelta(minutes=30)
    operations = []
    for sequence in range(1, data.draw(st.integers(1, 8), "how many") + 1):
        operation = draw_operation(world, data, targets, visit_ids, operations)
        recorded_at = begun_at + timedelta(seconds=sequence, milliseconds=data.draw(st.integers(0, 999)))
        operations.append(replace(operation, sequence=sequence, recorded_at=recorded_at))
    held = {target: phone.documents[target] for target in targets[:2]}
    shown = replay(held, operations, author)

    results = phone.sync(*map(dump_operation, operations))

    assert [result["reason"] for result in results] == [None] * len(operations)
    created = {operation.target for operation in operations if operation.kind in CREATING}
    for target, document in shown.items():
        ignored = SERVER_ONLY if target in created else frozenset()
        assert without(phone.documents[target], ignored) == without(document, ignored)


def make_targets(world, data):
    """A round that is the author's or nobody's, and an order, each in any state."""
    people = st.none() | st.just(world.cleaner)
    anybody = people | st.just(world.other_cleaner)
    earlier = datetime.now(UTC) - timedelta(hours=1)
    with transaction() as session:
        state = data.draw(st.sampled_from(["planned", "running", "finished"]))
        round_ = Round(
            property_id=world.property,
            building_id=world.own_building,
            organisation_id=world.landlord,
            person_id=data.draw(people),
            work="maintenance_cleaning",
            on=world.today,
            state=state,
            started_at=None if state == "planned" else earlier,
            finished_at=earlier if state == "finished" else None,
        )
        session.add(round_)
        session.flush()
        visits = []
        for position in range(VISITS):
            visit = data.draw(strategies.visits_of(str(uuid7()), f"person:{world.cleaner}"))
            is_open = visit["state"] == "open"
            row = Visit(
                id=visit["id"],
                round_id=round_.id,
                position=position,
                space_id=world.spaces[position],
                tasks=[],
                norm_minutes=15,
                state=visit["state"],
                at=None if is_open else earlier,
                by_id=None if is_open else data.draw(st.sampled_from([world.cleaner, world.other_cleaner])),
                minutes=visit["minutes"],
                reason=visit["reason"],
                text=visit["text"],
                is_returned=visit["is_returned"],
            )
            session.add(row)
            visits.append(row.id)
        order = make_order(world, data, data.draw(anybody), earlier)
        number = OrderNumber(order_id=order.id)
        session.add(number)
        session.flush()
        order.number = number.number
        session.add(order)
        return round_.id, visits, order.id


def make_order(world, data, person_id, earlier):
    state = data.draw(
        st.sampled_from(["new", "assigned", "started", "done", "approved", "returned", "cancelled"])
    )
    is_open = state not in ("done", "approved", "cancelled")
    return WorkOrder(
        id=str(uuid7()),
        property_id=world.property,
        building_id=world.own_building,
        organisation_id=world.landlord,
        category="cleaning",
        trade="cleaning",
        urgency="minor",
        description="Lasinsiruja portaissa",
        state=state,
        reporter="resident",
        reported_at=earlier,
        assigned_to_id=person_id,
        started_at=data.draw(st.none() | st.just(earlier)),
        closed_at=None if is_open else earlier,
    )


def draw_operation(world, data, targets, visit_ids, earlier):
    """One of any kind; what it creates becomes a target of the later ones."""
    types = {target.partition(":")[0] for target in targets}
    kind = data.draw(
        st.sampled_from([kind for kind in KINDS if kind in CREATING or KINDS[kind].target_type in types]),
        "kind",
    )
    if kind in CREATING:
        target = f"{KINDS[kind].target_type}:{uuid7()}"
        targets.append(target)
    else:
        target = data.draw(
            st.sampled_from([t for t in targets if t.startswith(KINDS[kind].target_type + ":")])
        )
    drawn = data.draw(
        strategies.recorded(kinds=st.just(kind), targets=st.just(target), visits=st.sampled_from(visit_ids))
    )
    payload, seen = drawn.payload, {}
    place = {"property": f"property:{world.property}", "building": f"building:{world.own_building}"}
    if kind == "work_order.create":
        payload = replace(
            payload,
            **place,
            space=data.draw(st.none() | st.sampled_from(world.spaces)),
            found_on=data.draw(st.none() | st.sampled_from(targets[:2])),
        )
    if kind == "brief.confirm":
        payload = replace(payload, building=place["building"])
    if kind == "courtyard.record":
        # The server leaves no time of its future in a record; what a phone's clock shows is another test's matter.
        ended_at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
        payload = replace(
            payload,
            **place,
            space=data.draw(st.none() | st.sampled_from(world.spaces)),
            started_at=ended_at - timedelta(minutes=data.draw(st.integers(0, 600))),
            ended_at=ended_at,
        )
    if kind == "courtyard.correct":
        (record,) = (each.payload for each in earlier if each.target == target and each.kind in CREATING)
        form = FORMS[record.record_kind, record.form_version]
        fields = data.draw(strategies.form_values(form))
        payload = replace(payload, record_kind=form.kind, form_version=form.version, fields=fields)
    if kind == "product_use.record":
        product = data.draw(
            st.sampled_from([world.eco_product, world.plain_product, world.unstocked_product])
        )
        references = {"round": targets[0], "order": targets[1]}
        chosen = {name: data.draw(st.none() | st.just(target)) for name, target in references.items()}
        payload = replace(payload, **place, **chosen, product=f"product:{product}")
        seen = {"is_eco_labelled": product == world.eco_product, "alternatives": []}
    return replace(drawn, id=str(uuid7()), payload=payload, seen=seen, clock=None)


def without(document, ignored):
    return {field: value for field, value in document.items() if field not in ignored}
