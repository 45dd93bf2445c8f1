import type { DocumentId } from "../../protocol/documents";
import { byType } from "../../state/documents";

/** What the supervisor wrote when sending this back last; null when it was not. */
export function returnComment(target: DocumentId, visit: string | null): string | null {
  const entries = byType("return").value.filter((entry) => entry.target === target && entry.visit === visit);
  return entries.reduce<(typeof entries)[number] | null>((last, entry) => (last === null || entry.at > last.at ? entry : last), null)?.comment ?? null;
}
