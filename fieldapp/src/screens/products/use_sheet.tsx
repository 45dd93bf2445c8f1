import { useSignal } from "@preact/signals";

import type { Product } from "../../protocol/documents";
import { byType, find } from "../../state/documents";
import { recentProducts } from "../../state/worklist";
import { Button } from "../../ui/button";
import { Problem } from "../../ui/problem";
import { Sheet } from "../../ui/sheet";
import type { Whereabouts } from "../shell/whereabouts";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { amountWords } from "./amounts";
import { ProductPicker } from "./product_picker";
import { emptyDraft, missingOf, recordUse, type UseDraft } from "./use_draft";
import { UseFields } from "./use_fields";

const USUAL_MAX = 4;

type UseSheetProps = { place: Whereabouts; product?: Product | undefined; onClose: () => void };

/** "Product used": the usual one here is chosen already, so that two taps record it. */
export function UseSheet({ place, product, onClose }: UseSheetProps) {
  const t = words.value;
  const usual = recentProducts(byType("product_use").value, place, USUAL_MAX);
  const first = usual[0];
  const draft = useSignal<UseDraft>(product || !first ? emptyDraft(product) : { ...emptyDraft(find(first.product)), amount: first.amount });
  const isPicking = useSignal(draft.value.product === null);
  const isAsking = useSignal(false);
  const { product: chosen, amount } = draft.value;
  const saveIt = () => {
    isAsking.value = missingOf(draft.value) !== null;
    if (!isAsking.value) {
      void recordUse(draft.value, place).then((isSaved) => isSaved && onClose());
    }
  };
  const choose = (next: Product, usualAmount: number | null = null) => {
    draft.value = { ...emptyDraft(next), amount: usualAmount };
    isPicking.value = false;
    isAsking.value = false;
  };
  return (
    <Sheet
      title={t.use.title}
      subtitle={addressOf(place, t)}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        !isPicking.value && (
          <>
            <Problem text={isAsking.value ? problemWords(missingOf(draft.value)) : null} />
            <Button kind="primary" icon="check" onClick={saveIt}>
              {chosen && amount ? t.use.save(amountWords(amount, chosen.unit)) : t.use.save_plain}
            </Button>
          </>
        )
      }
    >
      {isPicking.value ? (
        <ProductPicker onPick={choose} />
      ) : (
        <UseFields
          draft={draft.value}
          onChange={(next) => (draft.value = next)}
          usual={usual}
          onChoose={choose}
          onOther={() => (isPicking.value = true)}
        />
      )}
    </Sheet>
  );
}

function problemWords(missing: ReturnType<typeof missingOf>): string | null {
  const t = words.value;
  switch (missing) {
    case "amount":
      return t.use.amount_missing;
    case "reason":
      return t.use.eco_reason_missing;
    case "text":
      return t.round.skip_text_missing;
    case "product":
    case null:
      return null;
  }
}
