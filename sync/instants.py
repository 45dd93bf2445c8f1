"""Instants on the wire, and what the server makes of a phone's clock (docs/protocol.md, Time)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sync.limits import CLOCK_SKEW_MAX

_RFC_3339 = re.compile(
    r"(?P<seconds>\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d+))?(?P<offset>[Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """The last server time that a device knew, and the milliseconds it has measured since."""

    server_time: datetime
    elapsed_ms: int


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant, keeping its offset and cutting it to milliseconds.

    Raises ValueError for anything else: no offset, a leap second, or a day that UTC's calendar does not reach.
    """
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise ValueError(f"not an RFC 3339 instant with an offset: {text!r}")
    fraction = (match["fraction"] or "0")[:3].ljust(3, "0")
    instant = datetime.fromisoformat(f"{match['seconds'].upper()}.{fraction}{match['offset'].upper()}")
    try:
        instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"beyond the calendar: {text!r}") from error
    return instant


def format_instant(instant: datetime) -> str:
    """Write an aware datetime in UTC with milliseconds and Z, as the server and every document do."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def format_local(instant: datetime) -> str:
    """Write an aware datetime with its own offset, as a device does in `recorded_at` and `sent_at`."""
    return instant.isoformat(timespec="milliseconds")


def corrected_at(recorded_at: datetime, clock: Clock | None, received_at: datetime) -> datetime:
    """When something was recorded by the server's clock, in UTC; never later than its receipt.

    With a `clock`, the last known server time plus what has elapsed since, clamped between that server time and
    receipt. Without one, the phone's own time clamped to receipt. A server time after receipt gives receipt.
    """
    if clock is None:
        return min(recorded_at, received_at).astimezone(UTC)
    # Compare the spans rather than add, so that an absurd `elapsed_ms` can't leave the calendar.
    span = received_at - clock.server_time
    elapsed = min(timedelta(milliseconds=clock.elapsed_ms), span)
    return (clock.server_time + max(elapsed, min(timedelta(0), span))).astimezone(UTC)


def is_skewed(recorded_at: datetime, corrected: datetime) -> bool:
    """Whether the phone's time is off by more than five minutes, so that the operation is flagged `clock_skew`."""
    return abs(recorded_at - corrected) > CLOCK_SKEW_MAX
