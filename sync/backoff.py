"""When to try again after a failure (docs/protocol.md, step 19)."""

_BOUND_S_MIN = 2.0
_BOUND_S_MAX = 15 * 60.0
_DOUBLINGS_MAX = 20


def backoff_s(failures: int, random: float, retry_after_s: int | None = None) -> float:
    """How long to wait after so many failures in a row (≥ 1); 0 ≤ random < 1.

    Full jitter over a bound that doubles from 2 s to 15 min, and never sooner than the server asked for.
    """
    # 19.
    bound_s = min(_BOUND_S_MAX, _BOUND_S_MIN * float(1 << min(failures - 1, _DOUBLINGS_MAX)))
    return max(random * bound_s, retry_after_s or 0)
