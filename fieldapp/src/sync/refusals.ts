/**
 * What the server refuses again and again must not hold up everything else (docs/protocol.md, step 20): a batch is halved
 * until one operation is left, which is set aside. Pure.
 */
import type { Operation } from "../protocol/operations";
import { OPERATIONS_A_BATCH_MAX } from "../protocol/types";
import type { Refusal } from "../store/position";
import type { Failure } from "./transport";

const REFUSALS_MAX = 3;
/** These tell of the person, of the app, or of the server, never of the operations; 413 is halved at once. */
const EXCUSED = new Set<number | null>([null, 401, 403, 413, 426, 429, 503]);

/** Whether a failure may be the fault of what was sent. */
export function isRefusal({ code, status }: Failure, operations: number): boolean {
  // What is too large alone cannot be halved.
  const is_alone_too_large = code === "batch_too_large" && operations === 1;
  return operations > 0 && code !== "not_an_answer" && (!EXCUSED.has(status) || is_alone_too_large);
}

/** After one more refusal of the batch. */
export function refused(before: Refusal | null, code: string, [first]: readonly Operation[]): Refusal {
  const is_again = before?.code === code && before.first === first?.id;
  return {
    code,
    first: first?.id ?? "",
    times: is_again ? before.times + 1 : 1,
    operations_max: before?.operations_max ?? OPERATIONS_A_BATCH_MAX,
  };
}

export function isTooOften({ times }: Refusal): boolean {
  return times >= REFUSALS_MAX;
}

/** The batch is halved, and judged anew. */
export function halved(refusal: Refusal, operations: number): Refusal {
  return { ...refusal, times: 0, operations_max: Math.ceil(operations / 2) };
}

/** After operations got through: batches grow again. */
export function eased(refusal: Refusal | null): Refusal | null {
  const operations_max = (refusal?.operations_max ?? OPERATIONS_A_BATCH_MAX) * 2;
  return refusal === null || operations_max >= OPERATIONS_A_BATCH_MAX ? null : { ...refusal, times: 0, operations_max };
}
