/** What can be recorded of work orders, in which version, and which payloads are valid (docs/operations.md). */
import { CATEGORIES, ORDER_RESULTS, PAUSE_REASONS, URGENCIES } from "../codes";
import type { Category, OrderResult, PauseReason, Urgency } from "../codes";
import type { DocumentId } from "../identified";
import { day, id, minutes, oneOf, optional, place, said, text } from "../payload_checks";
import type { FieldsOf } from "../payload_checks";

export interface WorkOrderKinds {
  "work_order.start": { target: "work_order"; payload: Record<string, never>; seen: { state: string } };
  "work_order.pause": {
    target: "work_order";
    /** `until`: the day on which it goes on, where one was agreed. */
    payload: { reason: PauseReason; until?: string; text?: string };
    seen: { state: string };
  };
  "work_order.resume": { target: "work_order"; payload: Record<string, never>; seen: { state: string } };
  "work_order.complete": {
    target: "work_order";
    payload: { result: OrderResult; minutes?: number; text?: string };
    seen: { state: string };
  };
  "work_order.comment": { target: "work_order"; payload: { text: string }; seen: { state: string } };
  "work_order.create": {
    target: "work_order";
    payload: {
      property: DocumentId<"property">;
      building?: DocumentId<"building">;
      space?: string;
      place?: string;
      category: Category;
      urgency: Urgency;
      description: string;
      found_on?: DocumentId<"round"> | DocumentId<"work_order">;
    };
    seen: Record<string, never>;
  };
}

export const WORK_ORDER_VERSIONS: Readonly<Record<keyof WorkOrderKinds, number>> = {
  "work_order.start": 1,
  "work_order.pause": 1,
  "work_order.resume": 1,
  "work_order.complete": 1,
  "work_order.comment": 1,
  "work_order.create": 1,
};

export const WORK_ORDER_FIELDS: FieldsOf<WorkOrderKinds> = {
  "work_order.start": {},
  "work_order.pause": { reason: oneOf(PAUSE_REASONS), until: optional(day), text: optional(text) },
  "work_order.resume": {},
  "work_order.complete": { result: oneOf(ORDER_RESULTS), minutes: optional(minutes), text: optional(text) },
  "work_order.comment": { text: said },
  "work_order.create": {
    property: id,
    building: optional(id),
    space: optional(id),
    place: optional(place),
    category: oneOf(CATEGORIES),
    urgency: oneOf(URGENCIES),
    description: said,
    found_on: optional(id),
  },
};
