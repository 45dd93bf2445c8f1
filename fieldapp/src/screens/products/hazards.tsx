import { wordOf } from "../../i18n/codes/words";
import type { Product } from "../../protocol/documents";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Disclosure } from "../../ui/disclosure";
import { Section } from "../../ui/page";
import { Pictogram } from "../../ui/pictogram";
import { words } from "../words/words";

/** What to beware of: the signs of the bottle, then every statement behind them. */
export function Hazards({ product }: { product: Product }) {
  const t = words.value;
  return (
    <Section title={t.products.hazards}>
      <Card>
        {product.signal_word && (
          <div>
            <Badge tone="urgent" icon="alert">
              {t.codes.signal_word[product.signal_word]}
            </Badge>
          </div>
        )}
        {product.hazards.length === 0 ? (
          <p>{t.products.no_hazards}</p>
        ) : (
          <div class="pictograms">
            {product.hazards.map((code) => (
              <Pictogram key={code} code={code} label={wordOf(t.codes.hazard, code)} />
            ))}
          </div>
        )}
        <Statements title={t.products.hazard_statements} codes={product.h_statements} isOpen />
        <Statements title={t.products.precautions} codes={product.p_statements} />
      </Card>
    </Section>
  );
}

function Statements({ title, codes, isOpen = false }: { title: string; codes: readonly string[]; isOpen?: boolean }) {
  const t = words.value;
  if (codes.length === 0) {
    return null;
  }
  return (
    <Disclosure title={title} isOpen={isOpen}>
      <ul class="statements">
        {codes.map((code) => (
          <li key={code}>
            {wordOf(t.statements, code)} <span class="statement-code">{code}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
