/** Checks of a payload's fields. Ids are not looked into: one that is none finds nothing. */
export type Check = (value: unknown) => boolean;
export type Fields = Readonly<Record<string, Check>>;
/** The fields of each kind of a subject. */
export type FieldsOf<Kinds> = Readonly<Record<keyof Kinds, Fields>>;

const TEXT_CHARACTERS_MAX = 2_000;
const PLACE_CHARACTERS_MAX = 200;
const MINUTES_MAX = 1_440;
const AMOUNT_MAX = 100_000;

export const id: Check = (value) => typeof value === "string" && value !== "";
export const text = textUpTo(TEXT_CHARACTERS_MAX);
export const place = textUpTo(PLACE_CHARACTERS_MAX);
/** A text that is not blank. */
export const said: Check = (value) => text(value) && String(value).trim() !== "";
export const minutes: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MINUTES_MAX;
export const amount: Check = (value) => typeof value === "number" && value > 0 && value <= AMOUNT_MAX;

/** A day of the calendar, `YYYY-MM-DD`. */
export const day: Check = (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value);

/** Absent, null, or as the check says. */
export function optional(check: Check): Check {
  return (value) => value === undefined || value === null || check(value);
}

/** One of these codes. */
export function oneOf(codes: readonly string[]): Check {
  return (value) => codes.some((code) => code === value);
}

/** A list of so many at most, each as the check says. */
export function listOf(check: Check, items_max: number): Check {
  return (value) => Array.isArray(value) && value.length <= items_max && value.every(check);
}

/** A text of so many characters at most, without NUL and half surrogate pairs. */
export function textUpTo(characters_max: number): Check {
  return (value) => typeof value === "string" && !/\0|\p{Surrogate}/u.test(value) && Array.from(value).length <= characters_max;
}

/** `2026-02-30` is read as a day of March by some engines, and as none by others. */
function isDay(date: string): boolean {
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === date;
}
