import { useSignal } from "@preact/signals";

import { VISIT_NOTE_REASONS, type VisitNoteReason } from "../../protocol/codes";
import type { WorkOrder } from "../../protocol/documents";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { TextArea } from "../../ui/field";
import type { IconName } from "../../ui/icon_paths";
import { Problem } from "../../ui/problem";
import { Sheet } from "../../ui/sheet";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { leaveVisitNote } from "./recording";

const ICONS: Readonly<Record<VisitNoteReason, IconName>> = {
  nobody_home: "door",
  no_permission: "key",
  extra_lock: "lock",
  pet: "paw",
  other: "note",
};

/** Why nobody got in: three taps, and a text only where the reason is none of the usual. */
export function VisitNoteSheet({ order, onClose }: { order: WorkOrder; onClose: () => void }) {
  const t = words.value;
  const reason = useSignal<VisitNoteReason | null>(null);
  const text = useSignal("");
  const isAsked = useSignal(false);
  const lacksText = reason.value === "other" && text.value.trim() === "";
  const problem = reason.value === null ? t.residents.choose_reason : lacksText ? t.residents.tell_reason : null;
  const saveIt = () => {
    isAsked.value = true;
    if (reason.value !== null && problem === null) {
      void leaveVisitNote(order, reason.value, text.value).then((isSaved) => isSaved && onClose());
    }
  };
  return (
    <Sheet
      title={t.residents.note_title}
      subtitle={addressOf(order, t)}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          <Problem text={isAsked.value ? problem : null} />
          <Button kind="primary" icon="note" onClick={saveIt}>
            {t.residents.save}
          </Button>
        </>
      }
    >
      <p>{t.residents.note_lead}</p>
      <Choice
        legend={t.residents.reason}
        look="rows"
        options={VISIT_NOTE_REASONS.map((each) => ({ value: each, label: t.residents.reasons[each], icon: ICONS[each] }))}
        value={reason.value}
        onChange={(value) => (reason.value = value)}
      />
      <TextArea
        label={t.residents.text}
        hint={t.residents.text_hint}
        error={isAsked.value && lacksText ? t.residents.tell_reason : undefined}
        rows={2}
        maxLength={2000}
        required={reason.value === "other"}
        value={text.value}
        onInput={(value) => (text.value = value)}
      />
    </Sheet>
  );
}
