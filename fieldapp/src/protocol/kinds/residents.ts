/** What can be recorded at a resident's door, in which version, and which payloads are valid (docs/operations.md). */
import { VISIT_NOTE_REASONS } from "../codes";
import type { VisitNoteReason } from "../codes";
import { oneOf, optional, text } from "../payload_checks";
import type { FieldsOf } from "../payload_checks";

export interface ResidentKinds {
  "work_order.visit_note": {
    target: "work_order";
    /** `text` is there when the reason is `other`. */
    payload: { reason: VisitNoteReason; text?: string };
    seen: { state: string };
  };
}

export const RESIDENT_VERSIONS: Readonly<Record<keyof ResidentKinds, number>> = { "work_order.visit_note": 1 };

export const RESIDENT_FIELDS: FieldsOf<ResidentKinds> = {
  "work_order.visit_note": { reason: oneOf(VISIT_NOTE_REASONS), text: optional(text) },
};
