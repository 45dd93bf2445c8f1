/** What an operation does to what somebody has confirmed to have read. */
import type { BriefConfirmation } from "../documents_briefs";
import type { DocumentId } from "../identified";
import type { Operation } from "../operations";
import { at, payloadOf } from "./values";
import type { Author } from "./values";

/** The confirmation that was recorded. */
export function createConfirmation(operation: Operation, author: Author): BriefConfirmation {
  const { building, items } = payloadOf(operation, "brief.confirm");
  return {
    id: operation.target as DocumentId<"brief_confirmation">,
    type: "brief_confirmation",
    building,
    items,
    by: author.person,
    at: at(operation),
  };
}
