/** What can be recorded of product uses, in which version, and which payloads are valid (docs/operations.md). */
import { ECO_REASONS } from "../codes";
import type { EcoReason } from "../codes";
import type { DocumentId } from "../identified";
import { amount, id, oneOf, optional, text } from "../payload_checks";
import type { FieldsOf } from "../payload_checks";

export interface ProductKinds {
  "product_use.record": {
    target: "product_use";
    payload: {
      product: DocumentId<"product">;
      amount: number;
      unit: "ml" | "g";
      property: DocumentId<"property">;
      building?: DocumentId<"building">;
      round?: DocumentId<"round">;
      order?: DocumentId<"work_order">;
      reason?: EcoReason;
      text?: string;
    };
    seen: { is_eco_labelled: boolean; alternatives: readonly DocumentId<"product">[] };
  };
  "product_use.void": { target: "product_use"; payload: { text?: string }; seen: Record<string, unknown> };
}

export const PRODUCT_VERSIONS: Readonly<Record<keyof ProductKinds, number>> = {
  "product_use.record": 1,
  "product_use.void": 1,
};

export const PRODUCT_FIELDS: FieldsOf<ProductKinds> = {
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
