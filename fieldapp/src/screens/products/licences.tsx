import { wordOf } from "../../i18n/codes/words";
import type { Licence, Product } from "../../protocol/documents";
import { today } from "../../state/today";
import { Badge } from "../../ui/badge";
import { Section } from "../../ui/page";
import { Row, Rows } from "../../ui/rows";
import { dateWords } from "../words/when";
import { words } from "../words/words";
import { isValidOn } from "./eco_badge";

/** Every licence with its number and until when it holds. */
export function Licences({ product }: { product: Product }) {
  const t = words.value;
  if (product.licences.length === 0) {
    return null;
  }
  return (
    <Section title={t.products.licences}>
      <Rows>
        {product.licences.map((licence) => (
          <Row
            key={licence.licence}
            icon="leaf"
            title={wordOf(t.codes.eco_label, licence.label)}
            detail={
              <>
                <span>{t.products.licence(licence.licence)}</span>
                <span class="card-eyebrow">
                  <Badge tone={isValidOn(licence, today.value) ? "accepted" : "waiting"} icon={isValidOn(licence, today.value) ? "check" : "clock"}>
                    {validity(licence)}
                  </Badge>
                </span>
              </>
            }
          />
        ))}
      </Rows>
    </Section>
  );
}

function validity(licence: Licence): string {
  const t = words.value;
  if (licence.valid_from > today.value) {
    return t.products.starts(dateWords(licence.valid_from));
  }
  if (licence.valid_until === null) {
    return t.products.valid;
  }
  return licence.valid_until < today.value ? t.products.expired(dateWords(licence.valid_until)) : t.products.valid_until(dateWords(licence.valid_until));
}
