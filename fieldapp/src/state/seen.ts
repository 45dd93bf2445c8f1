/** What the worker was looking at while recording: kept with the operation, for a supervisor who compares. */
import { isOfType } from "../protocol/documents";
import type { AnyDocument } from "../protocol/documents";

/** The state in which the target is shown: the visit's, when the operation is about one. */
export function seenOf(
  target: AnyDocument | undefined,
  payload: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (isOfType(target, "round")) {
    const visit = target.visits.find(({ id }) => id === payload["visit"]);
    return { state: visit?.state ?? target.state };
  }
  return isOfType(target, "work_order") || isOfType(target, "inspection") ? { state: target.state } : {};
}
