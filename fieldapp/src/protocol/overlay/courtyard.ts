/** What an operation does to a courtyard record. */
import { checkForm } from "../courtyard/checking";
import { findForm } from "../courtyard/forms";
import type { FormValues } from "../courtyard/forms";
import type { CourtyardRecord } from "../documents_courtyard";
import type { DocumentId } from "../identified";
import { utcInstant } from "../instants";
import type { Operation } from "../operations";
import { at, payloadOf } from "./values";
import type { Author } from "./values";

/** The record that was made. */
export function createCourtyardRecord(operation: Operation, author: Author): CourtyardRecord {
  const payload = payloadOf(operation, "courtyard.record");
  return {
    id: operation.target as DocumentId<"courtyard_record">,
    type: "courtyard_record",
    record_kind: payload.record_kind,
    form_version: payload.form_version,
    property: payload.property,
    building: payload.building ?? null,
    space: payload.space ?? null,
    by: author.person,
    at: at(operation),
    started_at: utcInstant(payload.started_at),
    ended_at: utcInstant(payload.ended_at),
    fields: askedFor(payload),
    text: payload.text ?? null,
    corrections: [],
  };
}

/** The record after the operation: corrections are appended, and what was recorded stays. */
export function applyToCourtyardRecord(record: CourtyardRecord, operation: Operation, author: Author): CourtyardRecord {
  if (operation.kind !== "courtyard.correct" || record.corrections.some((earlier) => earlier.id === operation.id)) {
    return record;
  }
  const payload = payloadOf(operation, "courtyard.correct");
  if (payload.record_kind !== record.record_kind) {
    return record;
  }
  const added = {
    id: operation.id,
    by: author.person,
    at: at(operation),
    form_version: payload.form_version,
    fields: askedFor(payload),
    text: payload.text,
  };
  return { ...record, corrections: [...record.corrections, added] };
}

function askedFor(payload: { record_kind: string; form_version: number; fields: FormValues }): FormValues {
  const form = findForm(payload.record_kind, payload.form_version);
  return form === undefined ? payload.fields : checkForm(form, payload.fields).values;
}
