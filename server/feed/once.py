"""What several builders ask of the database while documents are built is asked once: nothing changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")
_ANSWERS = "feed_answers"


@contextmanager
def one_build(session: Session) -> Iterator[None]:
    """Within this block `once` remembers."""
    session.info[_ANSWERS] = {}
    try:
        yield
    finally:
        del session.info[_ANSWERS]


def once(session: Session, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question, asked at its first time in a build; outside of a build, every time."""
    answers: dict[Hashable, Any] = session.info.get(_ANSWERS, {})
    if question not in answers:
        answers[question] = ask()
    found: T = answers[question]
    return found
