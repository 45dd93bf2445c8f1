import { useSignal } from "@preact/signals";

import type { Product } from "../../protocol/documents";
import { Card } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { Figure } from "../../ui/figure";
import { Section } from "../../ui/page";
import { words } from "../words/words";
import { amountWords, BUCKETS_LITRES, dose } from "./amounts";

/** The size of the bucket in, the dose out. */
export function DoseCalculator({ product }: { product: Product }) {
  const t = words.value;
  const litres = useSignal<number>(BUCKETS_LITRES[1]);
  const amount = dose(product, litres.value);
  return (
    <Section title={t.products.dose_title}>
      <Card>
        {product.dosing === null || amount === null ? (
          <p>{t.products.dose_none}</p>
        ) : (
          <>
            <Choice
              legend={t.products.bucket}
              options={BUCKETS_LITRES.map((each) => ({ value: String(each), label: t.use.bucket(each) }))}
              value={String(litres.value)}
              onChange={(value) => (litres.value = Number(value))}
            />
            <Figure
              value={amountWords(amount, product.unit)}
              caption={t.products.dose_water(String(litres.value))}
              note={t.products.dose_rule(amountWords(product.dosing.amount, product.unit), String(product.dosing.per_litres))}
            />
          </>
        )}
      </Card>
    </Section>
  );
}
