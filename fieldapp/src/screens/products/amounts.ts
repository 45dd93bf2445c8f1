/** Amounts of product: words and doses. Millilitres and grams are never mixed. */
import type { Product } from "../../protocol/documents";

/** Sizes of bucket that are in use; the last is a scrubbing machine's small tank. */
export const BUCKETS_LITRES = [5, 8, 10, 20] as const;

/** `20 ml`, `1,5 l`, `2 kg`: no more digits than one can measure. */
export function amountWords(amount: number, unit: Product["unit"]): string {
  if (amount < 1000) {
    return `${decimal(amount)} ${unit}`;
  }
  return `${decimal(amount / 1000)} ${unit === "ml" ? "l" : "kg"}`;
}

/** How much product goes into so many litres of water, in the product's unit; null when the maker gives no dose. */
export function dose(product: Pick<Product, "dosing">, litres: number): number | null {
  if (product.dosing === null || product.dosing.per_litres <= 0) {
    return null;
  }
  const exact = (product.dosing.amount / product.dosing.per_litres) * litres;
  return exact < 10 ? Math.round(exact * 10) / 10 : Math.round(exact);
}

/** A step of the thumb: fine for small amounts, coarse for large ones. */
export function amountStep(amount: number | null): number {
  if (amount === null || amount < 50) {
    return 5;
  }
  return amount < 500 ? 10 : 100;
}

function decimal(value: number): string {
  return String(Math.round(value * 100) / 100).replace(".", ",");
}
