"""What a device knows of the server's time (docs/protocol.md, Time)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.instants import Clock

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """A server time, and the device's own clocks when it came; `steady_ms` is None when its process has ended."""

    server_time: datetime
    received_at: datetime
    steady_ms: int | None = None


def read_clock(reading: ClockReading | None, now: datetime, steady_ms: int) -> Clock | None:
    """The last known server time and the milliseconds since; None when unknown, or when the device's time went back."""
    if reading is None:
        return None
    # The steady clock may stand still while a device sleeps, and the own clock may be set back: the later one is nearer
    # to the truth. One that was set forward makes a time after receipt, which the server cuts to receipt.
    elapsed_ms = (now - reading.received_at) // _MILLISECOND
    if reading.steady_ms is not None:
        elapsed_ms = max(elapsed_ms, steady_ms - reading.steady_ms)
    return None if elapsed_ms < 0 else Clock(reading.server_time, elapsed_ms)
