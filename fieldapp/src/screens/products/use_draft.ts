/** A product use before it is recorded: what is chosen, what is missing, and how it becomes an operation. */
import type { EcoReason } from "../../protocol/codes";
import type { Product } from "../../protocol/documents";
import { ecoAnswer } from "../../state/products";
import { newTarget, record } from "../../state/record";
import { save } from "../shell/saving";
import type { Whereabouts } from "../shell/whereabouts";
import { words } from "../words/words";
import { amountWords } from "./amounts";

export type UseDraft = {
  readonly product: Product | null;
  readonly amount: number | null;
  readonly reason: EcoReason | null;
  readonly text: string;
};

export function emptyDraft(product: Product | undefined): UseDraft {
  return { product: product ?? null, amount: null, reason: null, text: "" };
}

/** The first thing that is still missing, or null when the use can be recorded. */
export function missingOf({ product, amount, reason, text }: UseDraft): "product" | "amount" | "reason" | "text" | null {
  if (product === null) {
    return "product";
  }
  if (amount === null || amount <= 0) {
    return "amount";
  }
  if (ecoAnswer(product).needs_reason && reason === null) {
    return "reason";
  }
  return reason === "other" && text.trim() === "" ? "text" : null;
}

/** Records the use at a place, with what the eco rule answered at that moment; undoing it voids the entry. */
export function recordUse(draft: UseDraft, place: Whereabouts): Promise<boolean> {
  const { product, amount } = draft;
  if (product === null || amount === null) {
    return Promise.resolve(false);
  }
  const answer = ecoAnswer(product);
  const target = newTarget("product_use");
  const reason = answer.needs_reason && draft.reason ? { reason: draft.reason } : {};
  const payload = {
    product: product.id,
    amount,
    unit: product.unit,
    property: place.property,
    ...(place.building === null ? {} : { building: place.building }),
    ...(place.round === null ? {} : { round: place.round }),
    ...(place.order === null ? {} : { order: place.order }),
    ...reason,
    ...(draft.text.trim() === "" ? {} : { text: draft.text.trim() }),
  };
  const seen = { is_eco_labelled: answer.is_eco_labelled, alternatives: answer.alternatives.map((other) => other.id) };
  const said = words.value.use.said(product.name, amountWords(amount, product.unit));
  return save(() => record("product_use.record", target, payload, seen), said, () => voidUse(target));
}

/** Takes a recorded use back: it stays in the log as void. */
export function voidUse(target: `product_use:${string}`): void {
  void save(() => record("product_use.void", target, {}), words.value.use.said_void);
}
