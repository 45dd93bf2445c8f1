"""GTINs, licence texts and statements: which are well formed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.products.identifiers import (
    check_digit,
    is_gtin,
    is_h_statement,
    is_licence_text,
    is_p_statement,
    same_article,
    split_codes,
)

bodies = st.sampled_from((7, 11, 12, 13)).flatmap(
    lambda count: st.text("0123456789", min_size=count, max_size=count)
)


@pytest.mark.parametrize("gtin", ["73513537", "036000291452", "4006381333931", "10614141543219"])
def test_real_numbers(gtin: str) -> None:
    assert is_gtin(gtin[:-1] + check_digit(gtin[:-1]))
    assert is_gtin(gtin) == (gtin[-1] == check_digit(gtin[:-1]))


@pytest.mark.parametrize(
    ("gtin", "expected"), [("4006381333931", True), ("4006381333932", False), ("73513537", True)]
)
def test_known_check_digits(gtin: str, expected: bool) -> None:
    assert is_gtin(gtin) is expected


@given(bodies)
def test_exactly_one_digit_completes_a_number(body: str) -> None:
    assert [digit for digit in "0123456789" if is_gtin(body + digit)] == [check_digit(body)]


@given(bodies, st.data())
def test_one_wrong_digit_is_always_found(body: str, data: st.DataObject) -> None:
    gtin = body + check_digit(body)
    place = data.draw(st.integers(0, len(gtin) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != gtin[place]]))
    assert not is_gtin(gtin[:place] + wrong + gtin[place + 1 :])


@given(bodies)
def test_zeros_before_it_change_no_check_digit(body: str) -> None:
    assert is_gtin(same_article(body + check_digit(body)))


@given(st.text(max_size=16))
def test_nothing_else_is_a_number(text: str) -> None:
    if is_gtin(text):
        assert text.isascii()
        assert len(text) in {8, 12, 13, 14}


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("eu_ecolabel", "FI/020/123", True),
        ("eu_ecolabel", "ABCD/038/12345", True),
        ("eu_ecolabel", "FI/20/123", False),
        ("eu_ecolabel", "fi/020/123", False),
        ("eu_ecolabel", "FI/020/123456", False),
        ("eu_ecolabel", "FI/020/123\n", False),
        ("eu_ecolabel", "X/020/123", False),
        ("nordic_swan", "3026 0001", True),
        ("nordic_swan", "", False),
        ("bra_miljoval", "x" * 51, False),
    ],
)
def test_licences(label: str, text: str, expected: bool) -> None:
    assert is_licence_text(label, text) is expected


def test_statements() -> None:
    assert all(map(is_h_statement, ("H314", "H360FD", "EUH031", "H302+H332")))
    assert not any(map(is_h_statement, ("", "H31", "P280", "h314", "EUH31")))
    assert all(map(is_p_statement, ("P280", "P305+P351+P338")))
    assert not any(map(is_p_statement, ("", "P28", "H314", "P305 + P351")))
    assert split_codes("P280, P305 + P351+P338;P280") == ["P280", "P305+P351+P338"]
