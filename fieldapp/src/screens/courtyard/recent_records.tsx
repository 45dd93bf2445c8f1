import { useSignal } from "@preact/signals";

import { findForm } from "../../protocol/courtyard/forms";
import type { DocumentId } from "../../protocol/documents";
import type { CourtyardRecord } from "../../protocol/documents_courtyard";
import { standing } from "../../state/courtyard";
import { byType } from "../../state/documents";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { Section } from "../../ui/page";
import { RowButton, Rows } from "../../ui/rows";
import { momentWords } from "../words/when";
import { spoken, words } from "../words/words";
import { RecordSheet } from "./record_sheet";
import { filledWords, formWord, KIND_ICONS } from "./wording";

const SHOWN_MAX = 10;

/** The worker's own records at a property, the newest first, each with its corrections. */
export function RecentRecords({ property }: { property: DocumentId<"property"> }) {
  const t = words.value;
  const opened = useSignal<DocumentId | null>(null);
  const mine = byType("courtyard_record")
    .value.filter((record) => record.by === session.value?.person.id && record.property === property)
    .sort((a, b) => b.ended_at.localeCompare(a.ended_at))
    .slice(0, SHOWN_MAX);
  const shown = mine.find((record) => record.id === opened.value);
  if (mine.length === 0) {
    return null;
  }
  return (
    <Section title={t.courtyard.recent}>
      <Rows>
        {mine.map((record) => (
          <RowButton
            key={record.id}
            icon={KIND_ICONS[record.record_kind]}
            title={formWord(t, record.record_kind)}
            detail={summary(record)}
            value={momentWords(record.ended_at, today.value, t)}
            onClick={() => (opened.value = record.id)}
          />
        ))}
      </Rows>
      {shown && <RecordSheet record={shown} onClose={() => (opened.value = null)} />}
    </Section>
  );
}

function summary(record: CourtyardRecord): string {
  const t = words.value;
  const form = findForm(record.record_kind, record.corrections.at(-1)?.form_version ?? record.form_version);
  const filled = form ? filledWords(form, standing(record), t, spoken.value).slice(0, 2).map(({ name, value }) => `${name}${name.endsWith("?") ? "" : ":"} ${value}`) : [];
  return [record.corrections.length > 0 && t.courtyard.corrected, ...filled].filter(Boolean).join(" · ");
}
