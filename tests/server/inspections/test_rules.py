"""The pure rules: samples, passing, results."""

from hypothesis import given
from hypothesis import strategies as st

from server.inspections.rules import (
    DEFAULT_LEVELS,
    DEFAULT_SAMPLING,
    LEVELS,
    LOT_MAX,
    STEPS_MAX,
    Grade,
    Step,
    draw,
    find_fault,
    has_passed,
    may_inspect,
    sample_size,
    summarise,
)
from server.people.models import ROLES
from server.places.space_kinds import SPACE_KINDS

lots = st.integers(0, 500)
ids = st.lists(st.uuids().map(str), unique=True, max_size=40)


@st.composite
def tables(draw):
    froms = sorted({1, *draw(st.lists(st.integers(1, 300), max_size=STEPS_MAX - 1))})
    samples = sorted(draw(st.lists(st.integers(1, 60), min_size=len(froms), max_size=len(froms))))
    return [Step(*pair) for pair in zip(froms, samples, strict=True)]


@given(tables(), lots)
def test_a_sample_is_some_of_the_lot_and_one_at_least(table, lot):
    assert min(lot, 1) <= sample_size(table, lot) <= lot


@given(tables(), lots, lots)
def test_a_larger_lot_never_has_a_smaller_sample(table, one, other):
    small, large = sorted((one, other))

    assert sample_size(table, small) <= sample_size(table, large)


@given(tables())
def test_each_step_says_how_many_are_drawn_from_it_on(table):
    assert find_fault(table) is None
    for step in table:
        assert sample_size(table, step.lot_from) == min(step.lot_from, step.sample)


def test_the_defaults_are_a_table_and_levels_of_spaces_indoors():
    assert find_fault(DEFAULT_SAMPLING) is None
    assert [sample_size(DEFAULT_SAMPLING, lot) for lot in (0, 1, 2, 4, 5, 7, 12, 100)] == [
        0,
        1,
        2,
        2,
        3,
        3,
        4,
        12,
    ]
    assert set(DEFAULT_LEVELS) == {name for name, kind in SPACE_KINDS.items() if not kind.is_yard}
    assert set(DEFAULT_LEVELS.values()) <= set(LEVELS)


def test_a_faulty_table_is_told_by_its_fault():
    assert find_fault([]) == "begins_at_1"
    assert find_fault([Step(2, 1)]) == "begins_at_1"
    assert find_fault([Step(number, 1) for number in range(1, STEPS_MAX + 2)]) == "begins_at_1"
    assert find_fault([Step(1, 0)]) == "out_of_bounds"
    assert find_fault([Step(1, 1), Step(LOT_MAX + 1, 2)]) == "out_of_bounds"
    assert find_fault([Step(1, 1), Step(5, 2), Step(5, 3)]) == "not_growing"
    assert find_fault([Step(1, 3), Step(5, 2)]) == "shrinking"


@given(st.uuids().map(str), ids, st.integers(0, 50), st.randoms())
def test_a_draw_is_without_replacement_and_the_same_in_any_order(seed, space_ids, count, random):
    drawn = draw(seed, space_ids, count)

    assert drawn <= set(space_ids)
    assert len(drawn) == min(count, len(space_ids))
    shuffled = list(space_ids)
    random.shuffle(shuffled)
    assert draw(seed, shuffled, count) == drawn


@given(st.uuids().map(str), ids, st.integers(0, 49))
def test_a_larger_sample_holds_the_smaller_one(seed, space_ids, count):
    assert draw(seed, space_ids, count) <= draw(seed, space_ids, count + 1)


def test_every_space_has_its_chance():
    space_ids = [f"space {number}" for number in range(10)]
    times = dict.fromkeys(space_ids, 0)
    for seed in range(1000):
        for drawn in draw(f"inspection {seed}", space_ids, 3):
            times[drawn] += 1

    assert all(240 < count < 360 for count in times.values()), times


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_a_space_passes_from_what_is_required_on(level, required):
    assert has_passed(level, required) == (level >= required)
    assert has_passed(None, required) is None


def test_only_the_landlords_supervisors_and_admins_inspect():
    assert {role for role in ROLES if may_inspect(role, is_landlord=True)} == {"supervisor", "admin"}
    assert not any(may_inspect(role, is_landlord=False) for role in ROLES)


grades = st.lists(
    st.builds(
        Grade,
        organisation_id=st.sampled_from(["own", "company", "other company"]),
        level=st.none() | st.sampled_from(LEVELS),
        required=st.sampled_from(LEVELS),
    )
)


@given(grades, st.randoms())
def test_results_add_up_by_organisation_in_any_order(given_grades, random):
    results = summarise(given_grades)

    assert set(results) == {grade.organisation_id for grade in given_grades}
    graded = [grade for grade in given_grades if grade.level is not None]
    assert sum(result.graded for result in results.values()) == len(graded)
    for key, result in results.items():
        levels = [grade.level for grade in graded if grade.organisation_id == key]
        assert 0 <= result.passed <= result.graded == len(levels)
        assert result.passed + result.failed == result.graded
        assert (result.mean_level is None) == (not levels)
        if result.mean_level is not None:
            assert min(levels) <= result.mean_level <= max(levels)
    random.shuffle(given_grades)
    assert summarise(given_grades) == results
