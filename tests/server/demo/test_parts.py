"""The demo's pure parts: chance, names, shares of work, check digits."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from server.demo.allotment import allot
from server.demo.chance import Chance
from server.demo.names import made_up_people
from server.demo.order_texts import CATEGORY_SHARES, ORDER_TEXTS
from server.demo.product_range import HAZARDS, RANGE
from server.demo.products import with_check_digit
from server.places.space_kinds import SPACE_KINDS
from sync.codes import ORDER_CATEGORIES

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
loads = st.lists(st.floats(0.1, 100), max_size=80)


@given(loads, st.integers(1, 40))
def test_all_work_is_dealt_out_once_and_in_order(places: list[float], people: int) -> None:
    runs = allot(places, people, lambda load: load)
    assert len(runs) == people
    assert [place for run in runs for place in run] == places


@given(st.lists(st.floats(1, 3), min_size=1, max_size=80), st.data())
def test_nobody_goes_without_or_carries_twice_the_share(places: list[float], data: st.DataObject) -> None:
    people = data.draw(st.integers(1, len(places)))
    runs = allot(places, people, lambda load: load)
    share = sum(places) / people
    assert all(runs)
    assert all(sum(run) <= share + max(places) for run in runs)


def test_chance_falls_the_same_way_for_the_same_seed() -> None:
    first, again, other = (Chance(seed, "part", NOW) for seed in ("a", "a", "b"))
    ids = [first.new_id() for _ in range(50)]
    assert ids == [again.new_id() for _ in range(50)]
    assert ids != [other.new_id() for _ in range(50)]


def test_ids_are_uuids_of_version_7_that_sort_as_they_were_made() -> None:
    chance = Chance("seed", "part", NOW)
    ids = [chance.new_id() for _ in range(2_000)]
    assert ids == sorted(set(ids))
    assert {(uuid.UUID(key).version, uuid.UUID(key).variant) for key in ids} == {(7, uuid.RFC_4122)}


def test_names_are_never_given_twice() -> None:
    people = list(islice(made_up_people(Chance("seed", "names", NOW)), 1_500))
    assert len({name for name, _ in people}) == 1_500
    assert {language for _, language in people} == {"fi", "sv", "en"}


@given(st.from_regex(r"\d{7}|\d{12}|\d{13}", fullmatch=True))
def test_a_check_digit_makes_the_weighted_sum_a_multiple_of_ten(digits: str) -> None:
    code = with_check_digit(digits)
    weighted = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(reversed(code)))
    assert weighted % 10 == 0


def test_a_known_check_digit() -> None:
    assert with_check_digit("629104150021") == "6291041500213", "the example of GS1's own explanation"


def test_every_category_has_texts_about_places_that_exist() -> None:
    assert ORDER_TEXTS.keys() == CATEGORY_SHARES.keys() == set(ORDER_CATEGORIES)
    kinds = {kind for texts in ORDER_TEXTS.values() for kind, _, _ in texts}
    assert kinds <= SPACE_KINDS.keys() | {"flat"}


def test_sixty_products_of_all_purposes_with_and_without_labels() -> None:
    assert len({item.name for item in RANGE}) == 60
    assert len({item.purpose for item in RANGE}) == 11
    assert {item.label_state for item in RANGE if item.label} == {"valid", "expired", "ending"}
    assert any(item.label is None for item in RANGE)
    assert {item.hazard for item in RANGE} == HAZARDS.keys()
