/** What holds in a building's brief, and whether the worker has still to read it: pure functions over documents. */
import type { Brief, BriefCodes, BriefConfirmation, BriefItem } from "../protocol/documents_briefs";
import type { DocumentId, LocalDate } from "../protocol/identified";

/** The items that hold on a day, hazards first. */
export function validItems(brief: Brief | BriefCodes | undefined, on: LocalDate): readonly BriefItem[] {
  const items = brief?.items.filter((item) => (item.valid_from ?? on) <= on && (item.valid_to ?? on) >= on) ?? [];
  return [...items].sort((a, b) => Number(b.topic === "hazard") - Number(a.topic === "hazard"));
}

/** The person's latest confirmation that covers all these items; nothing when there is something new to read. */
export function confirmationOf(
  items: readonly BriefItem[],
  building: DocumentId<"building">,
  confirmations: readonly BriefConfirmation[],
  me: DocumentId<"person">,
): BriefConfirmation | undefined {
  return confirmations
    .filter(({ by, building: of, items: read }) => by === me && of === building && items.every(({ id }) => read.includes(id)))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1);
}

/**
 * Whether somebody stands in on a round: anybody but the regular person of its plan. A server of an older build does not
 * say whose plan it is, and then nobody is asked for anything.
 */
export function isSubstitute(round: { readonly regular?: DocumentId<"person"> | null }, me: DocumentId<"person">): boolean {
  return round.regular !== undefined && round.regular !== me;
}
