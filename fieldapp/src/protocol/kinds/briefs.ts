/** What can be recorded of briefs, in which version, and which payloads are valid (docs/operations.md). */
import type { DocumentId } from "../identified";
import { id, listOf } from "../payload_checks";
import type { FieldsOf } from "../payload_checks";

const ITEMS_MAX = 200;

export interface BriefKinds {
  "brief.confirm": {
    target: "brief_confirmation";
    payload: { building: DocumentId<"building">; items: readonly string[] };
    seen: Record<string, unknown>;
  };
}

export const BRIEF_VERSIONS: Readonly<Record<keyof BriefKinds, number>> = { "brief.confirm": 1 };

export const BRIEF_FIELDS: FieldsOf<BriefKinds> = { "brief.confirm": { building: id, items: listOf(id, ITEMS_MAX) } };
