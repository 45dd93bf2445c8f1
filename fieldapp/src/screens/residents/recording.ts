/** What a worker records at a resident's door. */
import type { VisitNoteReason } from "../../protocol/codes";
import type { WorkOrder } from "../../protocol/documents";
import { record } from "../../state/record";
import { isOpen } from "../../state/worklist";
import { save } from "../shell/saving";
import { words } from "../words/words";

/** A note is for a door that a resident opens; one who is let in needs none, nor does work in the yard. */
export function mayLeaveNote(order: WorkOrder): boolean {
  return isOpen(order) && order.entry !== "not_needed";
}

export function leaveVisitNote(order: WorkOrder, reason: VisitNoteReason, text: string): Promise<boolean> {
  const payload = { reason, ...(text.trim() === "" ? {} : { text: text.trim() }) };
  return save(() => record("work_order.visit_note", order.id, payload), words.value.residents.said);
}
