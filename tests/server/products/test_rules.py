"""The eco rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.products.rules import (
    EcoProduct,
    LicenceTerm,
    alternatives,
    decide_use,
    is_labelled,
    needs_reason,
)
from sync.codes import FLAGS

DAY = date(2026, 4, 1)
VALID = LicenceTerm(date(2025, 1, 1))
EXPIRED = LicenceTerm(date(2020, 1, 1), DAY - timedelta(days=1))

GREEN = EcoProduct("green", "general_cleaning", (VALID,))
PLAIN = EcoProduct("plain", "general_cleaning")
GREEN_FLOOR = EcoProduct("green floor", "floor_care", (VALID,))

near_days = st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3))
terms = st.builds(LicenceTerm, near_days, st.none() | near_days)
products = st.builds(
    EcoProduct,
    st.sampled_from("abcdef"),
    st.sampled_from(["general_cleaning", "sanitary"]),
    st.lists(terms, max_size=3).map(tuple),
)
stocks = st.lists(products, max_size=6, unique_by=lambda product: product.id)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (DAY, DAY, True),
        (DAY, None, True),
        (DAY + timedelta(days=1), None, False),
        (DAY - timedelta(days=9), DAY - timedelta(days=1), False),
    ],
)
def test_a_licence_is_valid_on_its_first_and_last_day(first, last, expected):
    assert is_labelled(EcoProduct("a", "sanitary", (LicenceTerm(first, last),)), DAY) == expected


def test_one_valid_licence_of_several_is_enough():
    assert is_labelled(EcoProduct("a", "sanitary", (EXPIRED, VALID)), DAY)
    assert not is_labelled(EcoProduct("a", "sanitary", (EXPIRED, EXPIRED)), DAY)


def test_alternatives_are_labelled_stocked_and_for_the_same_purpose():
    expired = EcoProduct("expired", "general_cleaning", (EXPIRED,))

    assert alternatives(PLAIN, [GREEN, PLAIN, GREEN_FLOOR, expired], DAY) == {"green"}
    assert alternatives(GREEN, [GREEN, PLAIN], DAY) == set()


@pytest.mark.parametrize(
    ("product", "stock", "has_reason", "seen_label", "labelled", "flags"),
    [
        (GREEN, [GREEN, PLAIN], False, True, True, ()),
        (PLAIN, [GREEN, PLAIN], True, False, False, ()),
        (PLAIN, [GREEN, PLAIN], False, False, False, ("eco_reason_missing",)),
        (PLAIN, [PLAIN, GREEN_FLOOR], False, False, False, ()),
        (GREEN, [GREEN], False, False, True, ("eco_answer_differs",)),
        (GREEN, [GREEN], False, None, True, ()),
        (PLAIN, [], False, False, False, ("eco_product_unstocked",)),
        (
            PLAIN,
            [GREEN],
            False,
            True,
            False,
            ("eco_reason_missing", "eco_answer_differs", "eco_product_unstocked"),
        ),
    ],
)
def test_a_use_is_judged(product, stock, has_reason, seen_label, labelled, flags):
    answer = decide_use(product, stock, DAY, has_reason=has_reason, seen_label=seen_label)

    assert (answer.is_eco_labelled, answer.flags) == (labelled, flags)


@given(products, stocks, near_days, st.booleans(), st.none() | st.booleans(), st.data())
def test_the_answer_never_depends_on_the_order_of_stock_or_licences(
    product, stock, on, has_reason, seen_label, data
):
    def shuffled(of):
        return EcoProduct(of.id, of.purpose, tuple(data.draw(st.permutations(of.licences))))

    other_stock = [shuffled(item) for item in data.draw(st.permutations(stock))]
    answer = decide_use(product, stock, on, has_reason=has_reason, seen_label=seen_label)

    assert answer == decide_use(
        shuffled(product), other_stock, on, has_reason=has_reason, seen_label=seen_label
    )
    assert alternatives(product, stock, on) == alternatives(shuffled(product), other_stock, on)
    assert set(answer.flags) <= set(FLAGS)


@given(products, stocks, near_days)
def test_a_labelled_product_never_needs_a_reason_and_a_given_one_is_always_enough(product, stock, on):
    if is_labelled(product, on):
        assert not needs_reason(product, stock, on)
    answer = decide_use(product, stock, on, has_reason=True, seen_label=None)
    assert "eco_reason_missing" not in answer.flags


@given(products, stocks, products, near_days)
def test_more_stock_never_takes_a_reason_away(product, stock, added, on):
    if needs_reason(product, stock, on):
        assert needs_reason(product, [*stock, added], on)
