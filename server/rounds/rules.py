"""What an operation on a round decides: the table of docs/operations.md, and what the server adds to it.

A ruling says whether the operation takes effect, whether that starts the round, and which flags show it to a
supervisor. Whatever it says, the caller keeps the record. What was withdrawn comes back by a record that takes effect.
"""

from __future__ import annotations

from dataclasses import dataclass

SKIP_RULES = ("next_round", "order", "nothing")
"""What becomes of a skipped space, by its plan: a visit on the next round, an order, or nothing."""
COVER_REASONS = ("absence", "holiday", "bought_in", "other")
"""Why somebody else takes rounds. Kinds of absence are nobody's business here."""


@dataclass(frozen=True, slots=True)
class RoundNow:
    """What the rules need to know of a round. `state`: planned, running or finished."""

    state: str
    person_id: str | None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class VisitNow:
    """What the rules need to know of a visit. `state`: open, done or skipped; `by_id` is null while open."""

    state: str
    by_id: str | None
    is_returned: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """`is_applied`: the state changes as the table says."""

    is_applied: bool
    flags: tuple[str, ...] = ()
    starts_round: bool = False


def decide_start(round_now: RoundNow, author_id: str) -> Ruling:
    """`round.start`: a planned round runs."""
    is_planned = round_now.state == "planned"
    flags = [*_reassigned(round_now, author_id), *_withdrawn(round_now.is_withdrawn and is_planned)]
    return Ruling(is_planned, tuple(flags), starts_round=is_planned)


def decide_tick(round_now: RoundNow, visit: VisitNow, author_id: str) -> Ruling:
    """`round.tick`: a visit that is not done yet is done, also one that was skipped, by anybody."""
    return _decide_record(round_now, visit, author_id, is_applied=visit.state != "done")


def decide_skip(round_now: RoundNow, visit: VisitNow, author_id: str) -> Ruling:
    """`round.skip`: an open visit is skipped."""
    return _decide_record(round_now, visit, author_id, is_applied=visit.state == "open")


def decide_untick(round_now: RoundNow, visit: VisitNow, author_id: str) -> Ruling:
    """`round.untick`: an own record is taken back, as long as the round is not finished."""
    is_finished = round_now.state == "finished"
    is_recorded = visit.state != "open"
    is_own = visit.by_id == author_id
    flags = [*_reassigned(round_now, author_id)]
    if is_finished:
        flags.append("round_finished")
    if is_recorded and not is_own:
        flags.append("not_own_tick")
    return Ruling(is_recorded and is_own and not is_finished, tuple(flags))


def decide_finish(round_now: RoundNow, author_id: str) -> Ruling:
    """`round.finish`: a round that is not finished yet is."""
    is_applied = round_now.state != "finished"
    flags = [*_reassigned(round_now, author_id), *_withdrawn(round_now.is_withdrawn and is_applied)]
    return Ruling(is_applied, tuple(flags))


def _decide_record(round_now: RoundNow, visit: VisitNow, author_id: str, is_applied: bool) -> Ruling:
    flags = [*_reassigned(round_now, author_id)]
    if is_applied and round_now.state == "finished" and not visit.is_returned:
        # A returned visit is expected to be done again, whatever has become of its round.
        flags.append("round_finished")
    if not is_applied and visit.by_id != author_id:
        flags.append("already_done")
    flags += _withdrawn(is_applied and (round_now.is_withdrawn or visit.is_withdrawn))
    return Ruling(is_applied, tuple(flags), starts_round=is_applied and round_now.state == "planned")


def _reassigned(round_now: RoundNow, author_id: str) -> tuple[str, ...]:
    return ("reassigned",) if round_now.person_id not in (None, author_id) else ()


def _withdrawn(is_withdrawn: bool) -> tuple[str, ...]:
    return ("withdrawn",) if is_withdrawn else ()
