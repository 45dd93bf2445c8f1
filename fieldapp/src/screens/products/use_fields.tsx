import type { Product, ProductUse } from "../../protocol/documents";
import { find } from "../../state/documents";
import { ecoAnswer } from "../../state/products";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Stepper } from "../../ui/stepper";
import { words } from "../words/words";
import { amountStep, amountWords, BUCKETS_LITRES, dose } from "./amounts";
import { EcoBadge } from "./eco_badge";
import { EcoChoice } from "./eco_choice";
import type { UseDraft } from "./use_draft";

type UseFieldsProps = {
  draft: UseDraft;
  onChange: (draft: UseDraft) => void;
  /** The products used here last. */
  usual: readonly ProductUse[];
  onChoose: (product: Product, amount: number | null) => void;
  onOther: () => void;
};

/** Which product, how much, and why if the eco rule asks. */
export function UseFields({ draft, onChange, usual, onChoose, onOther }: UseFieldsProps) {
  const t = words.value;
  const { product, amount } = draft;
  return (
    <>
      <div class="fields">
        <UsualProducts usual={usual} product={product} onChoose={onChoose} />
        {product && !usual.some((use) => use.product === product.id) && <p class="fields-chosen">{product.name}</p>}
        {product && (
          <p class="card-eyebrow">
            <EcoBadge product={product} />
            {!ecoAnswer(product).is_stocked && <span>{t.use.not_stocked}</span>}
          </p>
        )}
        <div>
          <Button kind="quiet" icon="search" onClick={onOther}>
            {t.use.other}
          </Button>
        </div>
      </div>
      {product && ecoAnswer(product).needs_reason && (
        <EcoChoice product={product} draft={draft} onChange={onChange} onTake={(other) => onChoose(other, doseLike(product, other, amount))} />
      )}
      {product && (
        <div class="fields">
          <Stepper
            label={t.use.amount}
            unit={product.unit}
            value={amount}
            onChange={(value) => onChange({ ...draft, amount: value })}
            step={amountStep(amount)}
            min={1}
            max={100_000}
            lessLabel={t.common.less}
            moreLabel={t.common.more}
          />
          <DoseChoice product={product} amount={amount} onDose={(value) => onChange({ ...draft, amount: value })} />
        </div>
      )}
    </>
  );
}

function UsualProducts({ usual, product, onChoose }: Pick<UseFieldsProps, "usual" | "onChoose"> & { product: Product | null }) {
  const t = words.value;
  const options = usual.flatMap((use) => {
    const found = find(use.product);
    return found ? [{ value: use.product, label: found.name, detail: amountWords(use.amount, use.unit) }] : [];
  });
  if (options.length === 0) {
    return null;
  }
  const choose = (id: string) => {
    const use = usual.find((candidate) => candidate.product === id);
    const found = find(use?.product);
    if (use && found) {
      onChoose(found, use.amount);
    }
  };
  return <Choice legend={t.use.usual} options={options} value={product?.id ?? null} onChange={choose} />;
}

function DoseChoice({ product, amount, onDose }: { product: Product; amount: number | null; onDose: (amount: number) => void }) {
  const t = words.value;
  if (product.dosing === null) {
    return null;
  }
  const chosen = BUCKETS_LITRES.find((litres) => dose(product, litres) === amount);
  return (
    <div class="fields">
      <Choice
        legend={`${t.use.dose}: ${t.products.dose_rule(amountWords(product.dosing.amount, product.unit), String(product.dosing.per_litres))}`}
        options={BUCKETS_LITRES.map((litres) => ({ value: String(litres), label: t.use.bucket(litres) }))}
        value={chosen === undefined ? null : String(chosen)}
        onChange={(litres) => onDose(dose(product, Number(litres)) ?? 0)}
      />
    </div>
  );
}

/** The amount of another product for the same bucket of water, where both makers give a dose. */
function doseLike(product: Product, other: Product, amount: number | null): number | null {
  const litres = BUCKETS_LITRES.find((candidate) => dose(product, candidate) === amount);
  return litres === undefined ? null : dose(other, litres);
}
