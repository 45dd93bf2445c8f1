/** How far the device has read, and rules over it. */
import type { Instant } from "../protocol/documents";
import type { DocumentLine, OperationResult, SyncEnd, SyncHeader, Versions } from "../protocol/types";
import { uuid7 } from "../protocol/uuid7";
import { startingHealth, withoutBuckets } from "./health";
import type { Health } from "./health";

export interface Position {
  /** The key of the person whose documents these are. */
  readonly person: string;
  /** New with every transaction: by it a tab sees that another one has written. */
  readonly stamp: string;
  readonly epoch: string | null;
  readonly cursor: Versions;
  /** Grows with every new epoch: copies of an older history count less than any of the present one. */
  readonly generation: number;
  /** The floors, where not 0, that were told when the first reading of these buckets began (step 10). */
  readonly reading: Versions;
  /** The last server time known, and the phone's own time (Unix milliseconds) when it came. */
  readonly server_time: Instant | null;
  readonly received_ms: number | null;
  /** Everything the server received until then is in a backup, as it told last. */
  readonly backup_through: Instant | null;
  readonly last_success_at: Instant | null;
  readonly health: Health;
  readonly refusal: Refusal | null;
  /** The server said that this person's access has ended, and nothing else since. */
  readonly has_access_ended: boolean;
}

/** How the server has refused what this phone sends (step 20); null when it does not. */
export interface Refusal {
  readonly code: string;
  /** The first operation of the batch, how often it was refused in a row, and how many operations a batch may have. */
  readonly first: string;
  readonly times: number;
  readonly operations_max: number;
}

/** Nothing read yet. */
export function startingPosition(person: string): Position {
  return {
    person,
    stamp: uuid7(),
    epoch: null,
    cursor: {},
    generation: 0,
    reading: {},
    server_time: null,
    received_ms: null,
    backup_through: null,
    last_success_at: null,
    health: startingHealth(),
    refusal: null,
    has_access_ended: false,
  };
}

/** What a header says of the buckets. */
export interface ScopeChange {
  /** To be forgotten. */
  readonly dropped: readonly string[];
  /** To be read again from the start, while the old copies stay on show. */
  readonly restarted: readonly string[];
}

/** Protocol 1 has no reset: it names such a bucket as dropped and as added. */
export function scopeChange({ scope: { add, drop, reset = [] } }: SyncHeader): ScopeChange {
  return {
    dropped: drop.filter((bucket) => !add.includes(bucket)),
    restarted: [...reset, ...drop.filter((bucket) => add.includes(bucket))],
  };
}

/** The position after a header (steps 7 and 10). */
export function begun(position: Position, header: SyncHeader, received_ms: number): Partial<Position> {
  const { add } = header.scope;
  const { dropped, restarted } = scopeChange(header);
  // In scope from now on, read up to 0: an operation's `at` in such a bucket must not be taken for out of scope.
  const from_start = Object.fromEntries([...add, ...restarted].map((bucket) => [bucket, 0]));
  return {
    epoch: header.epoch,
    cursor: without({ ...from_start, ...without(position.cursor, restarted) }, dropped),
    reading: { ...without(position.reading, [...add, ...restarted, ...dropped]), ...header.floors },
    health: withoutBuckets(position.health, dropped),
    server_time: header.server_time,
    received_ms,
    backup_through: header.backup_through ?? null,
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

/** The versions of all buckets but these. */
export function without(versions: Versions, buckets: readonly string[]): Versions {
  return Object.fromEntries(Object.entries(versions).filter(([bucket]) => !buckets.includes(bucket)));
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
