/** The eco rule as far as a phone can decide it; the server decides again with the corrected time. */
import type { LocalDate, Product, Stock } from "./documents";

/** Whether one of the product's licences is valid on that day, both ends included. */
export function isEcoLabelled(product: Product, on: LocalDate): boolean {
  return product.licences.some(
    (licence) => licence.valid_from <= on && (licence.valid_until === null || on <= licence.valid_until),
  );
}

/** Labelled products for the same purpose in the employer's stock, by name, then id; never the product itself. */
export function alternatives(
  product: Product,
  stock: Stock | null | undefined,
  products: Iterable<Product>,
  on: LocalDate,
): readonly Product[] {
  const stocked = new Set<string>(stock?.products);
  return [...products]
    .filter(
      (other) =>
        other.id !== product.id && other.purpose === product.purpose && stocked.has(other.id) && isEcoLabelled(other, on),
    )
    .sort((a, b) => a.name.localeCompare(b.name, "fi") || (a.id < b.id ? -1 : 1));
}

/** Whether a use needs a reason: the product has no label that day, and a labelled one is at hand. */
export function needsReason(product: Product, labelled: readonly Product[], on: LocalDate): boolean {
  return labelled.length > 0 && !isEcoLabelled(product, on);
}
