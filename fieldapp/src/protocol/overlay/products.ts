/** What an operation does to a product use. */
import type { ProductUse } from "../documents";
import type { DocumentId } from "../identified";
import type { Operation } from "../operations";
import { at, payloadOf } from "./values";
import type { Author } from "./values";

/** The use that was recorded. */
export function createProductUse(operation: Operation, author: Author): ProductUse {
  const payload = payloadOf(operation, "product_use.record");
  return {
    id: operation.target as DocumentId<"product_use">,
    type: "product_use",
    product: payload.product,
    amount: payload.amount,
    unit: payload.unit,
    property: payload.property,
    building: payload.building ?? null,
    round: payload.round ?? null,
    order: payload.order ?? null,
    by: author.person,
    at: at(operation),
    is_eco_labelled: operation.seen["is_eco_labelled"] === true,
    reason: payload.reason ?? null,
    text: payload.text ?? null,
    voided_at: null,
  };
}

/** The use after the operation. */
export function applyToProductUse(use: ProductUse, operation: Operation): ProductUse {
  return operation.kind === "product_use.void" ? { ...use, voided_at: use.voided_at ?? at(operation) } : use;
}
