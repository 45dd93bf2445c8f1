import { useSignal } from "@preact/signals";

import type { Inspection } from "../../protocol/documents_inspections";
import { standingOf } from "../../state/inspections";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/field";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { finishInspection } from "./recording";

/** The end of an inspection: what is not graded, and what will follow from what failed. */
export function FinishInspectionSheet({ inspection, onClose }: { inspection: Inspection; onClose: () => void }) {
  const t = words.value;
  const note = useSignal("");
  const { graded, failed, all } = standingOf(inspection);
  const missing = inspection.spaces.filter(({ level }) => level === null).map(({ name }) => name);
  const end = () => void finishInspection(inspection, note.value).then((isSaved) => isSaved && onClose());
  return (
    <Sheet
      title={t.inspections.finish_title}
      subtitle={addressOf(inspection, t)}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          {missing.length > 0 && <Button onClick={onClose}>{t.inspections.keep_going}</Button>}
          <Button kind="primary" icon="flag" onClick={end}>
            {t.inspections.finish}
          </Button>
        </>
      }
    >
      {missing.length > 0 && (
        <Notice tone="waiting" icon="alert" title={t.inspections.finish_missing(missing.length)}>
          <p>{missing.join(", ")}</p>
        </Notice>
      )}
      {failed > 0 && <Notice tone="info" icon="info" title={t.inspections.finish_failed(failed)} />}
      {failed === 0 && graded === all && <Notice tone="accepted" icon="check" title={t.inspections.all_passed} />}
      <TextArea label={t.inspections.note} hint={t.common.optional} rows={2} maxLength={2000} value={note.value} onInput={(value) => (note.value = value)} />
    </Sheet>
  );
}
