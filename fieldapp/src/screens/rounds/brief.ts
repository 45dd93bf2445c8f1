/** A building's brief as the worker has it now, and confirming that one has read it. */
import type { BriefConfirmation, BriefItem } from "../../protocol/documents_briefs";
import { documentId, keyOf, type DocumentId, type Round } from "../../protocol/documents";
import { confirmationOf, isSubstitute, validItems } from "../../state/briefs";
import { byType, find } from "../../state/documents";
import { newTarget, record } from "../../state/record";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { save } from "../shell/saving";
import { words } from "../words/words";

export type BriefNow = {
  readonly building: DocumentId<"building">;
  readonly items: readonly BriefItem[];
  readonly codes: readonly BriefItem[];
  /** There are codes, and they are not on the phone yet. */
  readonly hasCodesLater: boolean;
  readonly confirmation: BriefConfirmation | undefined;
};

/** What there is to know of a building today; nothing where there is nothing. */
export function briefOf(building: DocumentId<"building"> | null): BriefNow | null {
  if (building === null) {
    return null;
  }
  const brief = find(documentId("brief", keyOf(building)));
  const items = validItems(brief, today.value);
  const codes = validItems(find(documentId("brief_codes", keyOf(building))), today.value);
  const hasCodesLater = codes.length === 0 && brief?.has_codes === true;
  if (items.length + codes.length === 0 && !hasCodesLater) {
    return null;
  }
  const me = session.value?.person.id;
  const confirmation = me && confirmationOf(items, building, byType("brief_confirmation").value, me);
  return { building, items, codes, hasCodesLater, confirmation: confirmation || undefined };
}

/** Whether the worker stands in here and has something new to read first. */
export function isToBeRead(round: Round, brief: BriefNow | null): boolean {
  const me = session.value?.person.id;
  const is_mine = me !== undefined && (round.person === me || round.person === null) && round.state !== "finished";
  return is_mine && isSubstitute(round, me) && brief !== null && brief.items.length > 0 && brief.confirmation === undefined;
}

/** Records that all of it was read. */
export function confirmBrief({ building, items, codes }: BriefNow): Promise<boolean> {
  const payload = { building, items: [...items, ...codes].map(({ id }) => id) };
  return save(() => record("brief.confirm", newTarget("brief_confirmation"), payload), words.value.briefs.confirmed);
}
