/** What an operation at a resident's door does to a work order. */
import type { VisitNote, WorkOrder } from "../documents";
import type { Operation } from "../operations";
import { at, payloadOf } from "./values";
import type { Author } from "./values";

/** The order with a note that nobody got in; its text only while the order is open. */
export function leaveVisitNote(order: WorkOrder, operation: Operation, author: Author, is_open: boolean): WorkOrder {
  const notes = order.visit_notes ?? [];
  if (notes.some((existing) => existing.id === operation.id)) {
    return order;
  }
  const { reason, text } = payloadOf(operation, "work_order.visit_note");
  const left: VisitNote = { id: operation.id, by: author.person, at: at(operation), reason, text: is_open ? (text ?? null) : null };
  return { ...order, visit_notes: [...notes, left] };
}

/** A closed order's notes without their texts, which may say something of the resident; nothing without notes. */
export function closedNotes({ visit_notes }: WorkOrder): Pick<WorkOrder, "visit_notes"> {
  return visit_notes && visit_notes.length > 0 ? { visit_notes: visit_notes.map((note) => ({ ...note, text: null })) } : {};
}
