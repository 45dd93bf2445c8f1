import type { Product } from "../../protocol/documents";
import { byType } from "../../state/documents";
import { ecoAnswer } from "../../state/products";

export type ProductFilter = { readonly search: string; readonly purpose: Product["purpose"] | null; readonly only_stocked: boolean };

/** The products that fit: stocked ones first, labelled ones first among those, then by name. */
export function matchingProducts({ search, purpose, only_stocked }: ProductFilter): readonly Product[] {
  const wanted = search.trim().toLocaleLowerCase();
  return byType("product")
    .value.map((product) => ({ product, answer: ecoAnswer(product) }))
    .filter(
      ({ product, answer }) =>
        (purpose === null || product.purpose === purpose) &&
        (!only_stocked || answer.is_stocked) &&
        `${product.name} ${product.manufacturer} ${product.gtin ?? ""}`.toLocaleLowerCase().includes(wanted),
    )
    .sort(
      (a, b) =>
        Number(b.answer.is_stocked) - Number(a.answer.is_stocked) ||
        Number(b.answer.is_eco_labelled) - Number(a.answer.is_eco_labelled) ||
        a.product.name.localeCompare(b.product.name, "fi"),
    )
    .map(({ product }) => product);
}
