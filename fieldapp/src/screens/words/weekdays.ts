/**
 * Finnish weekdays: Monday to Friday that are no public holiday (act 388/1937 and the church's calendar), as the
 * deadlines on the server count them. Whether Midsummer Eve and Christmas Eve are days off is a setting there, which
 * districts bear. Dates are `YYYY-MM-DD`.
 */
import type { LocalDate } from "../../protocol/documents";

const DAY_MS = 86_400_000;
/** Farther than this nobody plans a deadline: a bound for dates that make no sense. */
const DAYS_MAX = 400;

/** How many weekdays come after `from` up to and including `to`; 0 when `to` is not later. */
export function weekdaysBetween(from: LocalDate, to: LocalDate, hasEvesOff = true): number {
  const last = Math.min(dayNumber(to), dayNumber(from) + DAYS_MAX);
  let found = 0;
  for (let day = dayNumber(from) + 1; day <= last; day += 1) {
    found += Number(isWeekday(dateOf(day), hasEvesOff));
  }
  return found;
}

export function isWeekday(date: LocalDate, hasEvesOff = true): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) {
    return false;
  }
  return isEve(date) ? !hasEvesOff : !holidaysOf(Number(date.slice(0, 4))).has(date);
}

function isEve(date: LocalDate): boolean {
  return date.endsWith("-12-24") || date === fridayFrom(`${date.slice(0, 4)}-06-19`);
}

/** The date so many days later. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(dayNumber(date) + days);
}

const known = new Map<number, ReadonlySet<LocalDate>>();

function holidaysOf(year: number): ReadonlySet<LocalDate> {
  let holidays = known.get(year);
  if (!holidays) {
    const easter = dayNumber(easterOf(year));
    holidays = new Set([
      ...["01-01", "01-06", "05-01", "12-06", "12-25", "12-26"].map((day) => `${year}-${day}`),
      // Good Friday, Easter Monday, Ascension Day. All Saints' Day is a Saturday, Whitsun a Sunday.
      ...[-2, 1, 39].map((offset) => dateOf(easter + offset)),
    ]);
    known.set(year, holidays);
  }
  return holidays;
}

/** Easter Sunday by the Gregorian reckoning (Meeus, Jones and Butcher). */
function easterOf(year: number): LocalDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return `${year}-${two(Math.floor(days / 31))}-${two((days % 31) + 1)}`;
}

function fridayFrom(date: LocalDate): LocalDate {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, (5 - weekday + 7) % 7);
}

function dayNumber(date: LocalDate): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

function dateOf(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
