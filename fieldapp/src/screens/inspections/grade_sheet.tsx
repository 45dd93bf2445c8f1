import { useSignal } from "@preact/signals";

import { LEVELS } from "../../protocol/kinds/inspections";
import type { InspectedSpace, Inspection } from "../../protocol/documents_inspections";
import { lacking, toggled, type GradeDraft } from "../../state/inspections";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { TextArea } from "../../ui/field";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { words } from "../words/words";
import { FindingsGrid } from "./findings_grid";
import { gradeSpace } from "./recording";

type GradeSheetProps = { inspection: Inspection; space: InspectedSpace; onClose: () => void };

/** A space's level as a whole, with the findings that are its reasons. What is missing is marked before anything is saved. */
export function GradeSheet({ inspection, space, onClose }: GradeSheetProps) {
  const t = words.value.inspections;
  const draft = useSignal<GradeDraft>({ level: space.level, findings: space.findings, text: space.text ?? "" });
  const isAsking = useSignal(false);
  const missing = isAsking.value ? lacking(draft.value, space.required) : null;
  const change = (changes: Partial<GradeDraft>) => (draft.value = { ...draft.value, ...changes });
  const saveIt = () => {
    isAsking.value = true;
    const { level } = draft.value;
    if (level !== null && lacking(draft.value, space.required) === null) {
      void gradeSpace(inspection, space, level, draft.value).then((isSaved) => isSaved && onClose());
    }
  };
  return (
    <Sheet
      title={space.name}
      subtitle={t.required(space.required)}
      closeLabel={words.value.common.close}
      onClose={onClose}
      actions={
        <Button kind="primary" icon="check" onClick={saveIt}>
          {t.save}
        </Button>
      }
    >
      {inspection.state === "finished" && (
        <Notice tone="waiting" icon="alert" title={t.corrects}>
          <p>{t.corrects_text}</p>
        </Notice>
      )}
      <div class="levels">
        <Choice
          legend={t.level_title}
          look="tiles"
          options={LEVELS.map((level) => ({ value: String(level), label: String(level), detail: t.level_words[level] }))}
          value={draft.value.level === null ? null : String(draft.value.level)}
          error={missing === "level" ? t.level_missing : undefined}
          onChange={(level) => change({ level: Number(level) })}
        />
      </div>
      <FindingsGrid
        findings={draft.value.findings}
        error={missing === "findings" ? t.findings_missing : undefined}
        onToggle={(finding) => change({ findings: toggled(draft.value.findings, finding) })}
      />
      <TextArea label={t.text} hint={words.value.common.optional} rows={2} maxLength={2000} value={draft.value.text} onInput={(text) => change({ text })} />
    </Sheet>
  );
}
