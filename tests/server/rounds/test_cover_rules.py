"""Who takes a round: the regular person, or whoever covers."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.rounds.cover_rules import CoverNow, Taker, taker_of

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
REGULAR = Taker("aino", "landlord")
WORKING = {"aino", "bao", "olena", "kalle"}


def cover(key, *, plan=None, absent=None, days=(0, 2), person="bao", organisation="landlord", made=0):
    first, last = (MONDAY + timedelta(days=each) for each in days)
    made_at = NOW + timedelta(minutes=made)
    return CoverNow(key, plan, absent, first, last, person, organisation, made_at)


def test_without_a_cover_it_is_the_regular_persons():
    assert taker_of("plan", REGULAR, MONDAY, [], WORKING) == REGULAR
    others = [cover("a", absent="kalle"), cover("b", plan="another")]
    assert taker_of("plan", REGULAR, MONDAY, others, WORKING) == REGULAR


def test_a_cover_holds_on_both_its_ends_and_not_on_the_day_after():
    covers = [cover("a", absent="aino", person="olena", organisation="company")]

    taken = [taker_of("plan", REGULAR, MONDAY + timedelta(days=n), covers, WORKING) for n in range(-1, 4)]

    by_olena = Taker("olena", "company", "a")
    assert taken == [REGULAR, by_olena, by_olena, by_olena, REGULAR]


def test_a_cover_of_the_plan_goes_before_one_of_its_person():
    covers = [cover("a", plan="plan", person="olena"), cover("b", absent="aino", person="bao", made=5)]

    assert taker_of("plan", REGULAR, MONDAY, covers, WORKING).person_id == "olena"


def test_of_two_covers_the_later_one_counts():
    covers = [cover("a", absent="aino", person="olena", made=9), cover("b", absent="aino", person="bao")]

    assert taker_of("plan", REGULAR, MONDAY, covers, WORKING).person_id == "olena"


def test_who_covers_may_be_covered():
    covers = [cover("a", absent="aino", person="bao"), cover("b", absent="bao", person="olena")]

    assert taker_of("plan", REGULAR, MONDAY, covers, WORKING) == Taker("olena", "landlord", "b")


def test_who_has_left_gets_nothing():
    covers = [cover("a", absent="aino", person="gone", organisation="company")]

    assert taker_of("plan", REGULAR, MONDAY, covers, WORKING) == Taker(None, "company", "a")
    assert taker_of("plan", Taker("gone", "landlord"), MONDAY, [], WORKING) == Taker(None, "landlord")


people = st.sampled_from(["aino", "bao", "olena", "kalle"])
drawn_covers = st.builds(
    lambda key, plan, absent, begins, length, person, made: cover(
        key,
        plan=plan,
        absent=None if plan else absent,
        days=(begins, begins + length),
        person=person,
        made=made,
    ),
    st.uuids().map(str),
    st.none() | st.just("plan"),
    people,
    st.integers(-3, 3),
    st.integers(0, 4),
    st.none() | people,
    st.integers(0, 100),
)


@given(st.lists(drawn_covers, max_size=8, unique_by=lambda each: each.id), st.randoms())
def test_the_answer_does_not_depend_on_the_order_and_names_a_cover_that_holds(covers, random):
    shuffled = list(covers)
    random.shuffle(shuffled)

    taker = taker_of("plan", REGULAR, MONDAY, covers, WORKING)

    assert taker == taker_of("plan", REGULAR, MONDAY, shuffled, WORKING)
    if taker.cover_id is None:
        assert taker == REGULAR
    else:
        of = next(each for each in covers if each.id == taker.cover_id)
        assert of.starts_on <= MONDAY <= of.ends_on
        assert taker.person_id == of.person_id
