/**
 * Which payloads are valid (docs/operations.md). The app makes no others; another build, or a fault, may have left one in
 * the outbox. The server keeps it without applying it, so the overlay must not show an effect either.
 */
import { BRIEF_FIELDS } from "./kinds/briefs";
import { COURTYARD_FIELDS, isFilledIn } from "./kinds/courtyard";
import { DUTY_FIELDS } from "./kinds/duty";
import { INSPECTION_FIELDS } from "./kinds/inspections";
import { PRODUCT_FIELDS } from "./kinds/products";
import { RESIDENT_FIELDS } from "./kinds/residents";
import { ROUND_FIELDS } from "./kinds/rounds";
import { WORK_ORDER_FIELDS } from "./kinds/work_orders";
import type { Operation, OperationKind, OperationKinds } from "./operations";
import { said } from "./payload_checks";
import type { FieldsOf } from "./payload_checks";

const FIELDS: FieldsOf<OperationKinds> = { ...ROUND_FIELDS, ...WORK_ORDER_FIELDS, ...PRODUCT_FIELDS, ...DUTY_FIELDS, ...RESIDENT_FIELDS, ...BRIEF_FIELDS, ...COURTYARD_FIELDS, ...INSPECTION_FIELDS };

/** Whether an operation of the present version says what its kind asks for. */
export function isValid({ kind, payload }: Operation): boolean {
  const fields = FIELDS[kind as OperationKind];
  const is_explained = payload["reason"] !== "other" || said(payload["text"]);
  return is_explained && Object.entries(fields).every(([name, check]) => check(payload[name])) && isFilledIn(kind, payload);
}
