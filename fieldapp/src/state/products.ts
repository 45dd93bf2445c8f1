/** The eco rule for this worker today. */
import { computed } from "@preact/signals";
import { alternatives, isEcoLabelled, needsReason } from "../protocol/eco";
import type { Product } from "../protocol/documents";
import { byType, find } from "./documents";
import { session } from "./session";
import { today } from "./today";

/** What the rule says of a product, and what an operation's `seen` records of it. */
export interface EcoAnswer {
  readonly is_eco_labelled: boolean;
  /** Labelled products for the same purpose that the employer has in stock. */
  readonly alternatives: readonly Product[];
  readonly needs_reason: boolean;
  readonly is_stocked: boolean;
}

const stock = computed(() => {
  const me = session.value;
  const employer = find(me?.person.id)?.organisation;
  return byType("stock").value.find((candidate) => candidate.organisation === employer);
});

/** The rule's answer for a product if it is used now. */
export function ecoAnswer(product: Product): EcoAnswer {
  const on = today.value;
  const labelled = alternatives(product, stock.value, byType("product").value, on);
  return {
    is_eco_labelled: isEcoLabelled(product, on),
    alternatives: labelled,
    needs_reason: needsReason(product, labelled, on),
    is_stocked: stock.value?.products.includes(product.id) ?? false,
  };
}
