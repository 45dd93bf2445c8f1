/**
 * What an operation does to the document it targets, and to what follows that one, as the device shows it before the
 * server has answered.
 *
 * The table is docs/operations.md; tests/vectors/overlay.json holds this folder and `sync/overlay/` together. An
 * operation on a state it does not fit leaves the document as it is, so replaying one over a document that already
 * bears its effect changes nothing: the overlay may stay a moment too long without doing harm.
 */
import { isOfType } from "../documents";
import type { AnyDocument } from "../documents";
import type { Operation } from "../operations";
import { isValid } from "../payloads";
import { upcast } from "../upcasters";
import { applyToAlert } from "./duty";
import { createConfirmation } from "./briefs";
import { applyToCourtyardRecord, createCourtyardRecord } from "./courtyard";
import { applyToInspection } from "./inspections";
import { applyToProductUse, createProductUse } from "./products";
import { applyToRound } from "./rounds";
import type { Author } from "./values";
import { applyToOrder, createOrder } from "./work_orders";

export type { Author } from "./values";
export { isOpen } from "./work_orders";

/**
 * The document after the operation; null when there is none and the operation creates none.
 *
 * A kind or a kind version that this build does not know leaves the document as it is, and so does an invalid payload.
 *
 * @throws RangeError when `recorded_at` is no instant.
 */
export function applyOperation(document: AnyDocument | null, recorded: Operation, author: Author): AnyDocument | null {
  const operation = upcast(recorded);
  if (operation === null || !isValid(operation)) {
    return document;
  }
  if (document === null) {
    return create(operation, author);
  }
  if (isOfType(document, "round")) {
    return applyToRound(document, operation, author);
  }
  if (isOfType(document, "work_order")) {
    return applyToOrder(document, operation, author);
  }
  if (isOfType(document, "product_use")) {
    return applyToProductUse(document, operation);
  }
  if (isOfType(document, "duty_alert")) {
    return applyToAlert(document, operation, author);
  }
  if (isOfType(document, "courtyard_record")) {
    return applyToCourtyardRecord(document, operation, author);
  }
  if (isOfType(document, "inspection")) {
    return applyToInspection(document, operation, author);
  }
  return document;
}

/** The document whose operations change this one, too: an alert follows its order. */
export function followed(document: AnyDocument): string | null {
  return isOfType(document, "duty_alert") ? document.order : null;
}

function create(operation: Operation, author: Author): AnyDocument | null {
  switch (operation.kind) {
    case "work_order.create":
      return createOrder(operation, author);
    case "product_use.record":
      return createProductUse(operation, author);
    case "brief.confirm":
      return createConfirmation(operation, author);
    case "courtyard.record":
      return createCourtyardRecord(operation, author);
    default:
      return null;
  }
}
