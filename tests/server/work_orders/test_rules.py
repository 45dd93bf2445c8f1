"""The rulings on orders, and whose an order is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.work_orders.rules import (
    OPEN_STATES,
    OrderNow,
    decide_complete,
    decide_start,
    default_urgency,
    responsible_organisation,
    trade_of,
)
from sync.codes import FLAGS, ORDER_CATEGORIES

ME, OTHER = "me", "other"
STATES = ["new", "assigned", "started", "done", "approved", "returned", "cancelled"]

people = st.none() | st.sampled_from([ME, OTHER])
orders = st.builds(OrderNow, st.sampled_from(STATES), people, people)


@pytest.mark.parametrize(
    ("state", "completed_by", "is_applied", "flags"),
    [
        ("new", None, True, ()),
        ("assigned", None, True, ()),
        ("started", None, True, ()),
        ("returned", OTHER, True, ()),
        ("done", OTHER, False, ("already_done",)),
        ("done", ME, False, ()),
        ("approved", OTHER, False, ("already_done",)),
        ("approved", ME, False, ()),
        ("cancelled", None, False, ("done_after_cancellation",)),
    ],
)
def test_a_completion(state, completed_by, is_applied, flags):
    ruling = decide_complete(OrderNow(state, ME, completed_by), ME)

    assert (ruling.is_applied, ruling.flags) == (is_applied, flags)


@given(orders)
def test_a_start_fits_what_is_open_and_not_started(order):
    assert decide_start(order, ME).is_applied == (order.state in {"new", "assigned", "returned"})


@given(orders, st.sampled_from([decide_start, decide_complete]))
def test_reassigned_says_that_somebody_else_has_the_order(order, decide):
    ruling = decide(order, ME)

    assert ("reassigned" in ruling.flags) == (order.assigned_to_id == OTHER)
    assert set(ruling.flags) <= set(FLAGS)


@given(orders)
def test_a_completion_that_changes_nothing_is_shown_unless_it_repeats_ones_own(order):
    ruling = decide_complete(order, ME)

    assert ruling.is_applied == (order.state in OPEN_STATES)
    is_own = order.state in {"done", "approved"} and order.completed_by_id == ME
    if not ruling.is_applied and not is_own:
        assert {"already_done", "done_after_cancellation"} & set(ruling.flags)


def test_six_categories_are_urgent_by_default():
    assert {category for category in ORDER_CATEGORIES if default_urgency(category) == "urgent"} == {
        "water_leak",
        "sewer",
        "heating",
        "electricity",
        "lift_trapped",
        "outer_door",
    }


def test_only_cleaning_goes_to_the_cleaners():
    assert [category for category in ORDER_CATEGORIES if trade_of(category) == "cleaning"] == ["cleaning"]


@pytest.mark.parametrize(
    ("trade", "provider", "expected"),
    [
        ("cleaning", "company", "company"),
        ("cleaning", None, "landlord"),
        ("caretaking", "company", "landlord"),
    ],
)
def test_who_cleans_a_building_answers_for_its_cleaning(trade, provider, expected):
    assert responsible_organisation(trade, "landlord", provider) == expected
