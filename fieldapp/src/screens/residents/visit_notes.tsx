import { wordOf } from "../../i18n/codes/words";
import type { WorkOrder } from "../../protocol/documents";
import { today } from "../../state/today";
import { Card } from "../../ui/card";
import { Section } from "../../ui/page";
import { Said } from "../../ui/said";
import { personName } from "../words/places";
import { momentWords } from "../words/when";
import { words } from "../words/words";

/** Who stood at the door before, and why it stayed shut. */
export function VisitNotes({ order }: { order: WorkOrder }) {
  const t = words.value;
  const notes = order.visit_notes ?? [];
  if (notes.length === 0) {
    return null;
  }
  return (
    <Section title={t.residents.notes}>
      <Card>
        {notes.map((note) => (
          <Said
            key={note.id}
            who={personName(note.by, t)}
            when={momentWords(note.at, today.value, t)}
            text={[wordOf(t.residents.reasons, note.reason), note.text].filter(Boolean).join(": ")}
          />
        ))}
      </Card>
    </Section>
  );
}
