import { ECO_REASONS } from "../../protocol/codes";
import type { Product } from "../../protocol/documents";
import { ecoAnswer } from "../../state/products";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { TextArea } from "../../ui/field";
import { Notice } from "../../ui/notice";
import { words } from "../words/words";
import type { UseDraft } from "./use_draft";

const OFFERED_MAX = 2;

type EcoChoiceProps = {
  product: Product;
  draft: UseDraft;
  onChange: (draft: UseDraft) => void;
  onTake: (product: Product) => void;
};

/** The eco rule at work: a labelled product is at hand, so it is offered, and using another one needs a reason. */
export function EcoChoice({ product, draft, onChange, onTake }: EcoChoiceProps) {
  const t = words.value;
  return (
    <div class="fields">
      <Notice tone="accepted" icon="leaf" title={t.use.eco_title}>
        {ecoAnswer(product)
          .alternatives.slice(0, OFFERED_MAX)
          .map((other) => (
            <Button key={other.id} icon="refresh" onClick={() => onTake(other)}>
              {t.use.eco_take(other.name)}
            </Button>
          ))}
      </Notice>
      <Choice
        legend={t.use.eco_reason}
        look="rows"
        options={ECO_REASONS.map((reason) => ({ value: reason, label: t.codes.eco_reason[reason] }))}
        value={draft.reason}
        onChange={(reason) => onChange({ ...draft, reason })}
      />
      {draft.reason === "other" && (
        <TextArea
          label={t.use.eco_text}
          rows={2}
          maxLength={2000}
          value={draft.text}
          onInput={(text) => onChange({ ...draft, text })}
        />
      )}
    </div>
  );
}
