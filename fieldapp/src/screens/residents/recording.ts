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

/** Keeps the note, and lets the order wait for the resident: its clock stands still until somebody goes on. */
export function leaveVisitNote(order: WorkOrder, reason: VisitNoteReason, text: string): Promise<boolean> {
  const payload = { reason, ...(text.trim() === "" ? {} : { text: text.trim() }) };
  return save(async () => {
    await record("work_order.visit_note", order.id, payload);
    if (order.paused?.reason !== "no_entry") {
      await record("work_order.pause", order.id, { reason: "no_entry" });
    }
  }, words.value.residents.said);
}
