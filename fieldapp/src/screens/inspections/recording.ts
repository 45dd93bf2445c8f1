/** What a supervisor records on an inspection, with the words that say it is saved. */
import type { Inspection, InspectedSpace } from "../../protocol/documents_inspections";
import type { GradeDraft } from "../../state/inspections";
import { record } from "../../state/record";
import { save } from "../shell/saving";
import { words } from "../words/words";

/** Gives a space its level; the last one holds. */
export function gradeSpace(inspection: Inspection, space: InspectedSpace, level: number, { findings, text }: GradeDraft): Promise<boolean> {
  const payload = {
    space: space.space,
    level,
    ...(findings.length === 0 ? {} : { findings }),
    ...(text.trim() === "" ? {} : { text: text.trim() }),
  };
  return save(() => record("inspection.grade", inspection.id, payload), words.value.inspections.said_graded(space.name, level));
}

export function finishInspection(inspection: Inspection, note: string): Promise<boolean> {
  const payload = note.trim() === "" ? {} : { note: note.trim() };
  return save(() => record("inspection.finish", inspection.id, payload), words.value.inspections.said_finished);
}
