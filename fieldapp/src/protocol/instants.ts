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
 * The instant in UTC with milliseconds and `Z`, as documents bear it; finer fractions are cut off.
 *
 * @throws RangeError when the text is no RFC 3339 instant, or beyond the years 1 to 9999 in UTC.
 */
export function utcInstant(instant: Instant): Instant {
  const day = INSTANT.exec(instant.toUpperCase())?.[1];
  // `Date` lets 30 February pass as 2 March.
  const exists = day !== undefined && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  const utc = exists ? new Date(instant.toUpperCase()).toISOString() : "";
  if (!CALENDAR_DAY.test(utc)) {
    throw new RangeError(`not an RFC 3339 instant with an offset: ${instant}`);
  }
  return utc;
}

/** Whether a value is an instant that `utcInstant` takes. */
export function isInstant(value: unknown): value is Instant {
  try {
    return typeof value === "string" && utcInstant(value) !== "";
  } catch {
    return false;
  }
}

/** The beginning of the next day on this phone's calendar. */
export function nextMidnight(after: Date): Date {
  return new Date(after.getFullYear(), after.getMonth(), after.getDate() + 1);
}

const HOUR_AND_MINUTE = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const INSTANT = new RegExp(
  String.raw`^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T${HOUR_AND_MINUTE}:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]${HOUR_AND_MINUTE})$`,
);
const CALENDAR_DAY = /^(?!0000)\d{4}-/;
