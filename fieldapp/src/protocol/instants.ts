/** Instants and dates as text. */
import type { Instant, LocalDate } from "./documents";

const two = (value: number): string => String(value).padStart(2, "0");

/** `YYYY-MM-DD` on this phone's calendar. */
export function localDate(at: Date): LocalDate {
  return `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/**
 * RFC 3339 with milliseconds and the phone's offset, `2026-04-01T08:14:02.511+03:00`.
 *
 * `offset_minutes` is east of Greenwich, the phone's own when not given.
 */
export function localInstant(at: Date, offset_minutes: number = -at.getTimezoneOffset()): Instant {
  const shifted = new Date(at.getTime() + offset_minutes * 60_000).toISOString().slice(0, -1);
  const distance = Math.abs(offset_minutes);
  return `${shifted}${offset_minutes < 0 ? "-" : "+"}${two(Math.trunc(distance / 60))}:${two(distance % 60)}`;
}

/**
 * The instant in UTC with milliseconds and `Z`, as documents bear it.
 *
 * @throws RangeError when the text is no instant.
 */
export function utcInstant(instant: Instant): Instant {
  return new Date(instant).toISOString();
}

/** The beginning of the next day on this phone's calendar. */
export function nextMidnight(after: Date): Date {
  return new Date(after.getFullYear(), after.getMonth(), after.getDate() + 1);
}
