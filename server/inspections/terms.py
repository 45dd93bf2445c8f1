"""What a space that fails an inspection leads to. The factory sets it from the settings, as it does the time zone."""

from __future__ import annotations

from typing import Literal

OnFail = Literal["next_round", "order", "nothing"]

_in_use: dict[str, OnFail] = {"on_fail": "next_round"}


def use_on_fail(on_fail: OnFail) -> None:
    """Set what a failed space leads to."""
    _in_use["on_fail"] = on_fail


def on_fail() -> OnFail:
    """What a failed space leads to."""
    return _in_use["on_fail"]
