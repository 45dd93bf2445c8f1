import { useSignal } from "@preact/signals";

import { dueChecks, type DueCheck } from "../../state/courtyard";
import { byType } from "../../state/documents";
import { today } from "../../state/today";
import { Button } from "../../ui/button";
import { Section } from "../../ui/page";
import { RowButton, Rows } from "../../ui/rows";
import { addressOf, findSpace } from "../words/places";
import { dateWords } from "../words/when";
import { words } from "../words/words";
import { recordCourtyard } from "./asked";
import { formWord, KIND_ICONS } from "./wording";

const SHOWN_MAX = 4;

/** Playgrounds and storm drains whose check is due; one tap opens the form. */
export function DueChecks() {
  const t = words.value;
  const isWhole = useSignal(false);
  const due = dueChecks(byType("courtyard_check").value, byType("courtyard_record").value, today.value);
  if (due.length === 0) {
    return null;
  }
  const shown = isWhole.value ? due : due.slice(0, SHOWN_MAX);
  return (
    <Section title={t.courtyard.due}>
      <Rows>
        {shown.map((each) => (
          <RowButton
            key={each.check.id}
            icon={KIND_ICONS[each.check.record_kind]}
            title={`${findSpace(each.check.space)?.name ?? formWord(t, each.check.record_kind)}, ${addressOf(each.check, t)}`}
            detail={`${t.courtyard.level[each.level]} · ${dueWords(each)}`}
            onClick={() => open(each)}
          />
        ))}
      </Rows>
      {shown.length < due.length && <Button onClick={() => (isWhole.value = true)}>{t.courtyard.due_more(due.length - shown.length)}</Button>}
    </Section>
  );
}

function dueWords({ due_on }: DueCheck): string {
  const t = words.value;
  if (due_on === null) {
    return t.courtyard.due_never;
  }
  return due_on === today.value ? t.courtyard.due_today : t.courtyard.due_on(dateWords(due_on, false));
}

function open({ check, level }: DueCheck): void {
  const place = { property: check.property, building: check.building, space: check.space, round: null, order: null };
  recordCourtyard({ kind: check.record_kind, place, values: level === "inspection" ? {} : { level } });
}
