/** Whether this build can show a document: a newer or broken server must not make a screen fail. */
import type { AnyDocument, DocumentType } from "./documents";

/** The lists that screens walk through without asking. */
const LISTS: { readonly [K in DocumentType]?: readonly string[] } = {
  person: ["roles"],
  building: ["spaces"],
  brief: ["items"],
  round: ["visits"],
  work_order: ["comments"],
  product: ["licences", "hazards", "h_statements", "p_statements"],
  stock: ["products"],
  courtyard_record: ["corrections"],
  courtyard_check: ["checks"],
  call_out: ["answers"],
  duty_roster: ["shifts", "supervisors"],
  duty_alert: ["steps"],
};

/** False when the document is not of its id's type or lacks a list that its type has. It is kept all the same. */
export function isReadable(document: AnyDocument): boolean {
  const fields = document as unknown as Readonly<Record<string, unknown>>;
  const lists = LISTS[document.type as DocumentType] ?? [];
  return document.id.startsWith(`${document.type}:`) && lists.every((field) => Array.isArray(fields[field]));
}
