"""Product use against the database: recorded as it was, judged by the day of use, never refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.database import transaction
from server.local_time import day_begin
from server.products.models import Licence, ProductUse, StockItem
from sync.operations import ProductUseRecord, ProductUseVoid
from sync.overlay import overlay
from tests import strategies
from tests.device import Device
from tests.server.subjects import apply_as, operation, prepared, undone, wire_author

NEW = "0193b0c0-0000-7000-8000-00000000c001"
UNKNOWN = "0193b0c0-0000-7000-8000-00000000ffff"


def use(world, product, recorded_at=None, seen=None, **fields):
    payload = ProductUseRecord(f"product:{product}", 250, "ml", f"property:{world.property}", **fields)
    return operation(f"product_use:{NEW}", payload, recorded_at, seen=seen or {})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_servers_document_equals_what_the_phone_showed(world, data):
    recorded = data.draw(strategies.recorded(kinds=st.just("product_use.record")))
    product = data.draw(st.sampled_from([world.eco_product, world.plain_product, world.unstocked_product]))
    payload = replace(
        recorded.payload,
        product=f"product:{product}",
        property=f"property:{world.property}",
        building=data.draw(st.none() | st.just(f"building:{world.own_building}")),
        round=data.draw(st.none() | st.just(f"round:{world.round}")),
        order=data.draw(st.none() | st.just(f"work_order:{world.order}")),
    )
    now = datetime.now(UTC).replace(microsecond=0)
    recorded = replace(
        recorded,
        payload=payload,
        clock=None,
        recorded_at=now,
        seen={"is_eco_labelled": product == world.eco_product},
    )
    with undone() as session:
        shown = overlay(None, recorded, wire_author(session, world.cleaner))
        assert apply_as(session, world.cleaner, recorded).status in ("applied", "flagged")
        assert prepared(session, recorded.target) == shown

        void = operation(recorded.target, ProductUseVoid(), now + timedelta(minutes=1))
        shown = overlay(shown, void, wire_author(session, world.cleaner))
        assert apply_as(session, world.cleaner, void).status == "applied"
        assert prepared(session, recorded.target) == shown


@pytest.mark.parametrize(
    ("product", "fields", "flags"),
    [
        ("eco_product", {}, ()),
        ("plain_product", {}, ("eco_reason_missing",)),
        ("plain_product", {"reason": "out_of_stock"}, ()),
        ("unstocked_product", {}, ("eco_product_unstocked",)),
    ],
)
def test_the_eco_rule_flags_and_never_refuses(world, app, product, fields, flags):
    with undone() as session:
        decision = apply_as(session, world.cleaner, use(world, getattr(world, product), **fields))

        assert decision.flags == flags
        assert session.get_one(ProductUse, NEW).is_eco_labelled == (product == "eco_product")


def test_the_licences_of_the_day_of_use_decide_also_when_it_arrives_later(world, app):
    with undone() as session:
        licence = session.scalars(select(Licence).where(Licence.product_id == world.eco_product)).one()
        licence.valid_until = world.today - timedelta(days=1)
        last_moment = day_begin(world.today) - timedelta(seconds=1)
        seen = {"is_eco_labelled": True}

        assert apply_as(session, world.cleaner, use(world, world.eco_product, last_moment, seen)).flags == ()
        session.delete(session.get_one(ProductUse, NEW))
        session.flush()
        today = use(world, world.eco_product, last_moment + timedelta(seconds=1), seen)
        assert apply_as(session, world.cleaner, today).flags == ("eco_answer_differs",)


def test_only_the_stock_of_ones_own_employer_counts(world, app):
    with undone() as session:
        session.add(StockItem(organisation_id=world.company, product_id=world.plain_product))

        decision = apply_as(session, world.company_cleaner, use(world, world.plain_product))

        assert decision.flags == ()
        assert session.get_one(ProductUse, NEW).organisation_id == world.company


@pytest.mark.parametrize(
    "fields",
    [
        {"building": f"building:{UNKNOWN}"},
        {"round": f"round:{UNKNOWN}"},
        {"order": f"work_order:{UNKNOWN}"},
    ],
)
def test_a_use_that_refers_to_nothing_known_is_quarantined(world, app, fields):
    with undone() as session:
        decision = apply_as(session, world.cleaner, use(world, world.eco_product, **fields))

        assert (decision.status, decision.reason) == ("quarantined", "unknown_target")
        assert session.get(ProductUse, NEW) is None


def test_an_unknown_product_property_or_use_is_quarantined(world, app):
    with undone() as session:
        nowhere = ProductUseRecord(f"product:{world.eco_product}", 1, "ml", f"property:{UNKNOWN}")
        decisions = [
            apply_as(session, world.cleaner, use(world, UNKNOWN)),
            apply_as(session, world.cleaner, operation(f"product_use:{NEW}", nowhere)),
            apply_as(session, world.cleaner, operation(f"product_use:{NEW}", ProductUseVoid())),
        ]
    assert {decision.reason for decision in decisions} == {"unknown_target"}


def test_a_use_is_not_recorded_twice(world, app):
    with undone() as session:
        apply_as(session, world.cleaner, use(world, world.eco_product))
        again = apply_as(session, world.cleaner, use(world, world.plain_product))

        assert again.reason == "target_exists"
        assert session.get_one(ProductUse, NEW).product_id == world.eco_product


def test_a_void_keeps_the_first_time(world, app):
    with transaction() as session:
        apply_as(session, world.cleaner, use(world, world.eco_product))
        first, second = (operation(f"product_use:{NEW}", ProductUseVoid()) for _ in range(2))
        apply_as(session, world.cleaner, first)
        apply_as(session, world.cleaner, second)

        assert session.get_one(ProductUse, NEW).voided_at == first.recorded_at


@pytest.mark.parametrize(("days_later", "is_labelled"), [(0, True), (1, False)])
@pytest.mark.parametrize("days_wrong", [-1, 0, 1])
def test_the_day_of_use_is_that_of_the_corrected_time(
    world, client, session, days_wrong, days_later, is_labelled
):
    """The licence ends today, and a phone's clock that is a day wrong makes today no other day."""
    now = day_begin(world.today) + timedelta(days=days_later, hours=12)
    with transaction() as writing:
        licence = writing.scalars(select(Licence).where(Licence.product_id == world.eco_product)).one()
        licence.valid_until = world.today
    device = Device(client, world.cleaner)
    payload = {
        "product": f"product:{world.eco_product}",
        "amount": 5,
        "unit": "ml",
        "property": f"property:{world.property}",
    }
    recorded = device.operation("product_use.record", f"product_use:{NEW}", payload)
    recorded["recorded_at"] = (now + timedelta(days=days_wrong)).isoformat()
    recorded["clock"] = {"server_time": (now - timedelta(hours=1)).isoformat(), "elapsed_ms": 3_600_000}
    with time_machine.travel(now + timedelta(seconds=5), tick=False):
        device.sync(recorded)
    session.rollback()
    assert session.get_one(ProductUse, NEW).is_eco_labelled is is_labelled
