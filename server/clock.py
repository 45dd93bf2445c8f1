"""What time it is: the machine's clock, unless a simulation has set another.

What is decided takes its instant as a parameter. This is for those who have to ask: requests, stamps, the audit log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

Now = Callable[[], datetime]


def _of_machine() -> datetime:
    return datetime.now(UTC)


_in_use: dict[str, Now] = {"now": _of_machine}


def now() -> datetime:
    """The instant that counts as now, in UTC."""
    return _in_use["now"]()


@contextmanager
def another_clock(ask: Now) -> Iterator[None]:
    """Ask this clock instead of the machine's, in the whole process, while the block runs."""
    before = _in_use["now"]
    _in_use["now"] = ask
    try:
        yield
    finally:
        _in_use["now"] = before
