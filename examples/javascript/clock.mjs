// The last server time that is known, and how long ago that was by a clock that nobody can set.

import { readFileSync } from "node:fs";

const steadyMs = () => Math.trunc(Number(process.hrtime.bigint() / 1_000_000n));

/** Which start of the computer this is: the steady clock begins anew with each. */
function thisStart() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return `process ${process.pid}`;
  }
}

export const noteServerTime = (serverTime) =>
  ({ server_time: serverTime, steady_ms: steadyMs(), start: thisStart() });

/** For an operation recorded now: null when the time since can't be known. */
export function elapsedClock(noted) {
  const elapsed = steadyMs() - (noted?.steady_ms ?? Infinity);
  const isKnown = noted?.start === thisStart() && elapsed >= 0;
  return isKnown ? { server_time: noted.server_time, elapsed_ms: elapsed } : null;
}
