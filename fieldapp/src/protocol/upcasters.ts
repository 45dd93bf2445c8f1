/**
 * Old versions of a kind's payload, brought up to the present one, as in `sync/wire/upcasters.py`: an operation may have
 * waited in the outbox since before an update of the app. It is sent as it was recorded; only the overlay and the words
 * look at the payload, and they know the present version alone. Upcasters are kept for ever.
 */
import { KIND_VERSIONS } from "./operations";
import type { Operation, OperationKind } from "./operations";

type Payload = Operation["payload"];

/** By kind and the version they start from; each gives the payload of the next version. */
const UPCASTERS: Readonly<Record<string, (payload: Payload) => Payload>> = {
  "round.finish 1": nameTheNoteAsTheRoundDoes,
};

/** The operation with its payload in the present version of its kind; null when no way leads there, or the payload is no object. */
export function upcast(operation: Operation): Operation | null {
  if (!Object.hasOwn(KIND_VERSIONS, operation.kind) || !isObject(operation.payload)) {
    return null;
  }
  const present = KIND_VERSIONS[operation.kind as OperationKind];
  if (operation.kind_version > present) {
    return null;
  }
  let { payload } = operation;
  for (let version = operation.kind_version; version < present; version += 1) {
    const step = UPCASTERS[`${operation.kind} ${version}`];
    if (!step) {
      return null;
    }
    payload = step(payload);
  }
  return { ...operation, kind_version: present, payload };
}

function isObject(payload: unknown): boolean {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload);
}

/** `round.finish` 1 said `text` for what the round's document calls `note`; a `note` meant nothing then. */
function nameTheNoteAsTheRoundDoes(payload: Payload): Payload {
  const { text, ...others } = payload;
  const kept = Object.fromEntries(Object.entries(others).filter(([field]) => field !== "note"));
  return text === undefined ? kept : { ...kept, note: text };
}
