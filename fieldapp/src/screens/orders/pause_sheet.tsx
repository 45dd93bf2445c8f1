import { useSignal } from "@preact/signals";

import { PAUSE_REASONS, type PauseReason } from "../../protocol/codes";
import type { WorkOrder } from "../../protocol/documents";
import { today } from "../../state/today";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { DateField, TextArea } from "../../ui/field";
import type { IconName } from "../../ui/icon_paths";
import { Problem } from "../../ui/problem";
import { Sheet } from "../../ui/sheet";
import { stopsTheClock } from "../words/deadlines";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { pauseOrder } from "./recording";

const ICONS: Readonly<Record<PauseReason, IconName>> = { waiting_for_part: "box", no_entry: "door", another_time: "calendar" };

/** What an order waits for: three taps; the day on which it goes on and a text only for who knows them. */
export function PauseSheet({ order, onClose }: { order: WorkOrder; onClose: () => void }) {
  const t = words.value;
  const reason = useSignal<PauseReason | null>(null);
  const until = useSignal("");
  const text = useSignal("");
  const isAsked = useSignal(false);
  const isPast = until.value !== "" && until.value < today.value;
  const saveIt = () => {
    isAsked.value = true;
    if (reason.value !== null && !isPast) {
      void pauseOrder(order, { reason: reason.value, until: until.value, text: text.value }).then((isSaved) => isSaved && onClose());
    }
  };
  return (
    <Sheet
      title={t.pauses.title}
      subtitle={addressOf(order, t)}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          <Problem text={isAsked.value && reason.value === null ? t.pauses.choose_reason : null} />
          <Button kind="primary" icon="clock" onClick={saveIt}>
            {t.pauses.save}
          </Button>
        </>
      }
    >
      <Choice
        legend={t.pauses.reason}
        look="rows"
        options={PAUSE_REASONS.map((each) => ({
          value: each,
          label: t.codes.pause_reason[each],
          detail: stopsTheClock(each) ? t.pauses.clock_stands : t.pauses.clock_runs,
          icon: ICONS[each],
        }))}
        value={reason.value}
        onChange={(value) => (reason.value = value)}
      />
      <DateField
        label={t.pauses.until}
        hint={t.common.optional}
        min={today.value}
        error={isPast ? t.pauses.until_past : undefined}
        value={until.value}
        onInput={(value) => (until.value = value)}
      />
      <TextArea label={t.pauses.text} hint={t.common.optional} rows={2} maxLength={2000} value={text.value} onInput={(value) => (text.value = value)} />
    </Sheet>
  );
}
