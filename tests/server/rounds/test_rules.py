"""The rulings on rounds: explicit cases of docs/operations.md, and what holds for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rounds.rules import (
    RoundNow,
    VisitNow,
    decide_finish,
    decide_skip,
    decide_start,
    decide_tick,
    decide_untick,
)
from sync.codes import FLAGS

ME, OTHER = "me", "other"
OPEN = VisitNow("open", None)
RETURNED = VisitNow("open", None, is_returned=True)

people = st.sampled_from([ME, OTHER])
rounds = st.builds(RoundNow, st.sampled_from(["planned", "running", "finished"]), st.none() | people)
visits = st.builds(VisitNow, st.just("open"), st.none(), st.booleans()) | st.builds(
    VisitNow, st.sampled_from(["done", "skipped"]), people, st.booleans()
)
decide_record = st.sampled_from([decide_tick, decide_skip, decide_untick])


@pytest.mark.parametrize(
    ("decide", "state", "visit", "is_applied", "flags"),
    [
        (decide_tick, "running", OPEN, True, ()),
        (decide_tick, "running", VisitNow("done", ME), False, ()),
        (decide_tick, "running", VisitNow("done", OTHER), False, ("already_done",)),
        (decide_tick, "running", VisitNow("skipped", ME), True, ()),
        (decide_tick, "running", VisitNow("skipped", OTHER), True, ()),
        (decide_tick, "finished", OPEN, True, ("round_finished",)),
        (decide_tick, "finished", RETURNED, True, ()),
        (decide_tick, "finished", VisitNow("done", OTHER), False, ("already_done",)),
        (decide_skip, "running", OPEN, True, ()),
        (decide_skip, "running", VisitNow("done", OTHER), False, ("already_done",)),
        (decide_skip, "running", VisitNow("skipped", OTHER), False, ("already_done",)),
        (decide_skip, "running", VisitNow("skipped", ME), False, ()),
        (decide_skip, "finished", OPEN, True, ("round_finished",)),
        (decide_skip, "finished", RETURNED, True, ()),
        (decide_untick, "running", VisitNow("done", ME), True, ()),
        (decide_untick, "running", VisitNow("skipped", ME), True, ()),
        (decide_untick, "running", VisitNow("done", OTHER), False, ("not_own_tick",)),
        (decide_untick, "running", OPEN, False, ()),
        (decide_untick, "finished", VisitNow("done", ME), False, ("round_finished",)),
        (decide_untick, "finished", VisitNow("done", OTHER), False, ("round_finished", "not_own_tick")),
    ],
)
def test_a_visit(decide, state, visit, is_applied, flags):
    ruling = decide(RoundNow(state, ME), visit, ME)

    assert (ruling.is_applied, ruling.flags) == (is_applied, flags)


def test_a_planned_round_starts_with_its_first_record_or_by_itself():
    planned = RoundNow("planned", None)

    assert decide_start(planned, ME).starts_round
    assert decide_tick(planned, OPEN, ME).starts_round
    assert decide_skip(planned, OPEN, ME).starts_round
    assert not decide_tick(planned, VisitNow("done", ME), ME).starts_round
    assert not decide_start(RoundNow("finished", ME), ME).is_applied


@given(decide_record, rounds, visits)
def test_reassigned_says_that_somebody_else_has_the_round(decide, round_now, visit):
    is_others = round_now.person_id == OTHER

    assert ("reassigned" in decide(round_now, visit, ME).flags) == is_others
    assert ("reassigned" in decide_start(round_now, ME).flags) == is_others
    assert ("reassigned" in decide_finish(round_now, ME).flags) == is_others


@given(decide_record, rounds, visits)
def test_what_does_not_take_effect_on_anothers_record_is_always_shown(decide, round_now, visit):
    ruling = decide(round_now, visit, ME)

    assert set(ruling.flags) <= set(FLAGS)
    if not ruling.is_applied and visit.by_id == OTHER:
        assert {"already_done", "not_own_tick"} & set(ruling.flags)


@given(rounds, st.permutations([ME, OTHER]))
def test_of_two_people_who_tick_one_visit_the_first_stays_and_the_second_is_flagged(round_now, order):
    first, second = order

    assert decide_tick(round_now, OPEN, first).is_applied
    late = decide_tick(round_now, VisitNow("done", first), second)
    assert not late.is_applied
    assert "already_done" in late.flags


@given(rounds)
def test_finishing_ends_what_is_not_finished(round_now):
    assert decide_finish(round_now, ME).is_applied == (round_now.state != "finished")
