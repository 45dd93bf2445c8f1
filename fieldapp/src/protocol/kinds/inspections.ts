/** What can be recorded of quality inspections, in which version, and which payloads are valid (docs/operations.md). */
import { INSPECTED_OBJECTS, SOILS } from "../codes";
import type { Finding } from "../documents_inspections";
import { id, listOf, oneOf, optional, text } from "../payload_checks";
import type { Check, FieldsOf } from "../payload_checks";

/** From the worst to the best. */
export const LEVELS = [0, 1, 2, 3, 4, 5] as const;

export interface InspectionKinds {
  "inspection.grade": {
    target: "inspection";
    payload: { space: string; level: number; findings?: readonly Finding[]; text?: string };
    seen: { state: string };
  };
  "inspection.finish": { target: "inspection"; payload: { note?: string }; seen: { state: string } };
}

export const INSPECTION_VERSIONS: Readonly<Record<keyof InspectionKinds, number>> = { "inspection.grade": 1, "inspection.finish": 1 };

const level: Check = (value) => LEVELS.some((each) => each === value);
const soil = oneOf(SOILS);
const object = oneOf(INSPECTED_OBJECTS);

function finding(value: unknown): boolean {
  return isRecord(value) && soil(value["soil"]) && object(value["object"]);
}

function findings(value: unknown): boolean {
  if (!listOf(finding, SOILS.length * INSPECTED_OBJECTS.length)(value)) {
    return false;
  }
  const found = value as readonly Finding[];
  return new Set(found.map((each) => `${each.soil} ${each.object}`)).size === found.length;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

export const INSPECTION_FIELDS: FieldsOf<InspectionKinds> = {
  "inspection.grade": { space: id, level, findings: optional(findings), text: optional(text) },
  "inspection.finish": { note: optional(text) },
};
