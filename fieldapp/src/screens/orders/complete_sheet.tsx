import { useSignal } from "@preact/signals";

import { ORDER_RESULTS, type OrderResult } from "../../protocol/codes";
import type { WorkOrder } from "../../protocol/documents";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { TextArea } from "../../ui/field";
import { Problem } from "../../ui/problem";
import { Sheet } from "../../ui/sheet";
import { Stepper } from "../../ui/stepper";
import { now } from "../shell/now";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { completeOrder } from "./recording";

/** A started clock that nobody stopped says nothing about the work: beyond this the worker gives the minutes. */
const MINUTES_GUESSED_MAX = 240;

/** How it went: three taps with the minutes since the start filled in. */
export function CompleteSheet({ order, onClose }: { order: WorkOrder; onClose: () => void }) {
  const t = words.value;
  const result = useSignal<OrderResult | null>(null);
  const minutes = useSignal<number | null>(minutesSince(order.started_at));
  const text = useSignal("");
  const isAsking = useSignal(false);
  const saveIt = () => {
    isAsking.value = result.value === null;
    if (result.value !== null) {
      const outcome = { result: result.value, minutes: minutes.value, text: text.value };
      void completeOrder(order, outcome).then((isSaved) => isSaved && onClose());
    }
  };
  return (
    <Sheet
      title={t.order.complete_title}
      subtitle={addressOf(order, t)}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          <Problem text={isAsking.value ? t.order.choose_result : null} />
          <Button kind="primary" icon="check" onClick={saveIt}>
            {t.order.complete_save}
          </Button>
        </>
      }
    >
      <Choice
        legend={t.order.result}
        look="rows"
        options={ORDER_RESULTS.map((each) => ({ value: each, label: t.codes.order_result[each] }))}
        value={result.value}
        onChange={(value) => {
          result.value = value;
          isAsking.value = false;
        }}
      />
      <Stepper
        label={t.order.minutes}
        unit={t.common.minutes_unit}
        value={minutes.value}
        onChange={(value) => (minutes.value = value)}
        step={5}
        min={0}
        max={1440}
        lessLabel={t.common.less}
        moreLabel={t.common.more}
      />
      <TextArea label={t.order.text} hint={order.reporter === "resident" ? t.residents.resident_sees : t.common.optional} rows={2} maxLength={2000} value={text.value} onInput={(value) => (text.value = value)} />
    </Sheet>
  );
}

function minutesSince(started: string | null): number | null {
  if (started === null) {
    return null;
  }
  const minutes = Math.round((now.peek().getTime() - Date.parse(started)) / 60_000);
  return minutes >= 0 && minutes <= MINUTES_GUESSED_MAX ? minutes : null;
}
