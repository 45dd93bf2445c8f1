import type { Product } from "../../protocol/documents";
import { today } from "../../state/today";
import { Badge } from "../../ui/badge";
import { words } from "../words/words";
import { wordOf } from "../../i18n/codes/words";

/** The labels that are valid today, or that there is none. */
export function EcoBadge({ product }: { product: Product }) {
  const t = words.value;
  const valid = product.licences.filter((licence) => isValidOn(licence, today.value));
  if (valid.length === 0) {
    return <Badge>{t.products.not_labelled}</Badge>;
  }
  return (
    <>
      {[...new Set(valid.map((licence) => licence.label))].map((label) => (
        <Badge key={label} tone="accepted" icon="leaf">
          {wordOf(t.codes.eco_label, label)}
        </Badge>
      ))}
    </>
  );
}

export function isValidOn(licence: Product["licences"][number], on: string): boolean {
  return licence.valid_from <= on && (licence.valid_until === null || on <= licence.valid_until);
}
