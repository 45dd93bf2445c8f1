/**
 * Which payloads are valid (docs/operations.md). The app makes no others; another build, or a fault, may have left one in
 * the outbox. The server keeps it without applying it, so the overlay must not show an effect either. Ids are not looked
 * into: one that is none finds nothing.
 */
import { CATEGORIES, ECO_REASONS, ORDER_RESULTS, SKIP_REASONS, URGENCIES } from "./codes";
import type { Operation, OperationKind } from "./operations";

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const TEXT_CHARACTERS_MAX = 2_000;
const PLACE_CHARACTERS_MAX = 200;
const MINUTES_MAX = 1_440;
const AMOUNT_MAX = 100_000;

const id: Check = (value) => typeof value === "string" && value !== "";
const text = textUpTo(TEXT_CHARACTERS_MAX);
const said: Check = (value) => text(value) && String(value).trim() !== "";
const minutes: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MINUTES_MAX;
const amount: Check = (value) => typeof value === "number" && value > 0 && value <= AMOUNT_MAX;

const FIELDS: Readonly<Record<OperationKind, Fields>> = {
  "round.start": {},
  "round.tick": { visit: id, minutes: optional(minutes), text: optional(text) },
  "round.untick": { visit: id },
  "round.skip": { visit: id, reason: oneOf(SKIP_REASONS), text: optional(text) },
  "round.finish": { note: optional(text) },
  "work_order.start": {},
  "work_order.complete": { result: oneOf(ORDER_RESULTS), minutes: optional(minutes), text: optional(text) },
  "work_order.comment": { text: said },
  "work_order.create": {
    property: id,
    building: optional(id),
    space: optional(id),
    place: optional(textUpTo(PLACE_CHARACTERS_MAX)),
    category: oneOf(CATEGORIES),
    urgency: oneOf(URGENCIES),
    description: said,
  },
  "product_use.record": {
    product: id,
    amount,
    unit: oneOf(["ml", "g"]),
    property: id,
    building: optional(id),
    round: optional(id),
    order: optional(id),
    reason: optional(oneOf(ECO_REASONS)),
    text: optional(text),
  },
  "product_use.void": { text: optional(text) },
};

/** Whether an operation of the present version says what its kind asks for. */
export function isValid({ kind, payload }: Operation): boolean {
  const fields = FIELDS[kind as OperationKind];
  const is_explained = payload["reason"] !== "other" || said(payload["text"]);
  return is_explained && Object.entries(fields).every(([name, check]) => check(payload[name]));
}

function optional(check: Check): Check {
  return (value) => value === undefined || value === null || check(value);
}

function oneOf(codes: readonly string[]): Check {
  return (value) => codes.some((code) => code === value);
}

function textUpTo(characters_max: number): Check {
  return (value) => typeof value === "string" && !/\0|\p{Surrogate}/u.test(value) && Array.from(value).length <= characters_max;
}
