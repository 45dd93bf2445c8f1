"""What needs review, and what answers a return."""

from __future__ import annotations

import pytest

from server.review.rules import REVIEWED_KINDS, first_state, redone_by
from sync.operations import KINDS

NOTED_KINDS = sorted(set(KINDS) - REVIEWED_KINDS)


@pytest.mark.parametrize("kind", sorted(REVIEWED_KINDS))
def test_work_waits_for_review(kind: str) -> None:
    assert kind in KINDS
    assert first_state(kind, "applied") == "open"


@pytest.mark.parametrize("kind", NOTED_KINDS)
def test_the_rest_is_noted_unless_something_is_odd(kind: str) -> None:
    assert first_state(kind, "applied") == "noted"
    assert first_state(kind, "flagged") == "open"
    assert first_state(kind, "quarantined") == "open"


def test_what_could_not_even_be_read_waits_for_review() -> None:
    assert first_state(None, "quarantined") == "open"


@pytest.mark.parametrize("kind", [*KINDS, None, "nonsense"])
def test_a_quarantined_operation_answers_nothing(kind: str | None) -> None:
    assert redone_by(kind, "quarantined") is None


@pytest.mark.parametrize(
    ("returned", "answer"),
    [
        ("round.tick", "round.tick"),
        ("round.tick", "round.skip"),
        ("round.skip", "round.tick"),
        ("work_order.complete", "work_order.complete"),
        ("work_order.create", "work_order.comment"),
        ("product_use.record", "product_use.void"),
    ],
)
def test_what_answers_a_return(returned: str, answer: str) -> None:
    found = redone_by(answer, "flagged")
    assert found is not None
    assert returned in found[1]


def test_every_reviewed_kind_has_an_answer() -> None:
    answered = {kind for answer in KINDS for kind in (redone_by(answer, "applied") or ("", ()))[1]}
    # A round's end is looked at only when something was odd, and may be sent back then.
    assert answered == REVIEWED_KINDS | {"round.finish"}
