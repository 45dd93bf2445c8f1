/** Recording an operation on this phone (docs/protocol.md, step 14). */
import { batch } from "@preact/signals";
import { localInstant } from "../protocol/instants";
import { KIND_VERSIONS } from "../protocol/operations";
import type { Operation, OperationKind, Payload, Seen, Target } from "../protocol/operations";
import { OPERATION_BYTES_MAX } from "../protocol/types";
import { uuid7 } from "../protocol/uuid7";
import { jsonBytes } from "../store/outbox";
import type { StoredOperation } from "../store/outbox";
import type { Phone } from "./phone";
import { seenOf } from "./seen";
import { NotSaved } from "./types";

/**
 * Stores the operation and shows its effect, in this order: what is on show is on disk.
 *
 * @throws NotSaved
 */
export async function record<K extends OperationKind>(
  phone: Phone,
  kind: K,
  target: Target<K>,
  payload: Payload<K>,
  seen?: Seen<K>,
): Promise<void> {
  const person = phone.account?.person.id;
  if (person === undefined) {
    throw new NotSaved("no_session");
  }
  const draft = draftOf(phone, kind, target, payload, seen);
  if (jsonBytes(draft) > OPERATION_BYTES_MAX) {
    throw new NotSaved("too_large");
  }
  const stored = await store(phone, person, draft);
  batch(() => {
    phone.journal.put([stored]);
    phone.shown.add(stored.operation);
  });
}

function draftOf<K extends OperationKind>(
  { environment, clock, shown }: Phone,
  kind: K,
  target: Target<K>,
  payload: Payload<K>,
  seen?: Seen<K>,
): Operation {
  const now = environment.now();
  return {
    id: uuid7(now.getTime()),
    // The outbox gives the next one in the transaction that stores it.
    sequence: 0,
    kind,
    kind_version: KIND_VERSIONS[kind],
    target,
    base_revision: shown.revisionOf(target),
    recorded_at: localInstant(now),
    clock: clock.read(now.getTime(), environment.steady_ms()),
    payload: storable(payload),
    seen: seen ?? seenOf(shown.find(target), payload),
  };
}

/** Without half emojis and NULs, which no server can store: a text cut in the wrong place is no reason to quarantine work. */
function storable(payload: Readonly<Record<string, unknown>>): Operation["payload"] {
  return JSON.parse(JSON.stringify(payload), whole) as Operation["payload"];
}

function whole(_field: string, value: unknown): unknown {
  return typeof value === "string" ? new TextDecoder().decode(new TextEncoder().encode(value)).replaceAll("\0", "") : value;
}

async function store(phone: Phone, person: string, draft: Operation): Promise<StoredOperation> {
  try {
    return await phone.outbox.record(person, (sequence) => ({ ...draft, sequence }));
  } catch (cause) {
    const is_full = cause instanceof DOMException && cause.name === "QuotaExceededError";
    throw new NotSaved(is_full ? "quota" : "storage", { cause });
  }
}
