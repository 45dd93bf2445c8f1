/** How far the device has read, and rules over it. */
import type { Instant } from "../protocol/documents";
import type { DocumentLine, OperationResult, SyncEnd, Versions } from "../protocol/types";
import { uuid7 } from "../protocol/uuid7";

export interface Position {
  /** The key of the person whose documents these are. */
  readonly person: string;
  /** New with every transaction: by it a tab sees that another one has written. */
  readonly stamp: string;
  readonly epoch: string | null;
  readonly cursor: Versions;
  readonly generation: number;
  /** Buckets being read again from the start: their older copies go when the reading is complete. */
  readonly stale: readonly string[];
  /** The last server time known, and the phone's own time (Unix milliseconds) when it came. */
  readonly server_time: Instant | null;
  readonly received_ms: number | null;
  readonly last_success_at: Instant | null;
}

/** Nothing read yet. */
export function startingPosition(person: string): Position {
  return {
    person,
    stamp: uuid7(),
    epoch: null,
    cursor: {},
    generation: 0,
    stale: [],
    server_time: null,
    received_ms: null,
    last_success_at: null,
  };
}

/** The cursor after these lines, and after the end of the page when it has come. Never goes back. */
export function advanced(cursor: Versions, lines: readonly DocumentLine[], end: SyncEnd | null): Versions {
  const after: Record<string, number> = { ...cursor };
  for (const { b, v } of lines) {
    after[b] = Math.max(after[b] ?? 0, v);
  }
  for (const [bucket, version] of Object.entries(end?.cursor ?? {})) {
    after[bucket] = Math.max(after[bucket] ?? 0, version);
  }
  return after;
}

/**
 * Whether a complete answer that led to this cursor bears an operation's effect, so that the overlay may drop it
 * (step 15): the cursor has reached every version its effects were stamped with; buckets out of scope are ignored.
 * Within an incomplete answer the versions alone would not do: a document that has moved on since lies in a bucket that
 * may still be to come. A quarantined operation waits for a supervisor's decision.
 */
export function isAbsorbed(result: OperationResult | null, cursor: Versions): boolean {
  if (result === null || result.status === "quarantined" || result.status === "later") {
    return false;
  }
  return Object.entries(result.at).every(([bucket, version]) => (cursor[bucket] ?? Infinity) >= version);
}
