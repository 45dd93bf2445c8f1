/** What can be recorded of courtyards, in which version, and which payloads are valid (docs/operations.md). */
import { checkForm } from "../courtyard/checking";
import { findForm } from "../courtyard/forms";
import type { CourtyardKind, FormValues } from "../courtyard/forms";
import type { DocumentId, Instant } from "../identified";
import { utcInstant } from "../instants";
import { id, optional, said, text } from "../payload_checks";
import type { Check, FieldsOf } from "../payload_checks";

export interface CourtyardKinds {
  "courtyard.record": {
    target: "courtyard_record";
    payload: {
      record_kind: CourtyardKind;
      form_version: number;
      property: DocumentId<"property">;
      building?: DocumentId<"building">;
      space?: string;
      started_at: Instant;
      ended_at: Instant;
      fields: FormValues;
      text?: string;
    };
    seen: Record<string, unknown>;
  };
  "courtyard.correct": {
    target: "courtyard_record";
    /** All fields anew, and why. */
    payload: { record_kind: CourtyardKind; form_version: number; fields: FormValues; text: string };
    seen: Record<string, unknown>;
  };
}

export const COURTYARD_VERSIONS: Readonly<Record<keyof CourtyardKinds, number>> = { "courtyard.record": 1, "courtyard.correct": 1 };

const object: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

export const COURTYARD_FIELDS: FieldsOf<CourtyardKinds> = {
  "courtyard.record": { property: id, building: optional(id), space: optional(id), started_at: instant, ended_at: instant, fields: object, text: optional(text) },
  "courtyard.correct": { fields: object, text: said },
};

function instant(value: unknown): boolean {
  try {
    return typeof value === "string" && utcInstant(value) !== "";
  } catch {
    return false;
  }
}

/** Whether what was filled in is as its form asks, and does not end before it began; of any other kind there is nothing to say. */
export function isFilledIn(kind: string, payload: Readonly<Record<string, unknown>>): boolean {
  if (!(kind in COURTYARD_FIELDS)) {
    return true;
  }
  const form = findForm(payload["record_kind"], payload["form_version"]);
  const isInOrder = kind !== "courtyard.record" || Date.parse(String(payload["ended_at"])) >= Date.parse(String(payload["started_at"]));
  return form !== undefined && isInOrder && Object.keys(checkForm(form, payload["fields"] as Readonly<Record<string, unknown>>).errors).length === 0;
}
