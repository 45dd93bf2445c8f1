/** What the sums have shown about the buckets on this phone (docs/protocol.md, step 16). Pure. */
import type { Instant } from "../protocol/documents";

export interface Health {
  /** Buckets that are not what the server says, and are to be mended. */
  readonly suspects: readonly string[];
  /** When a bucket was last mended or read again, by the server's clock. */
  readonly mended_at: Readonly<Record<string, Instant>>;
  /** Buckets that differ although they were mended. */
  readonly differs: readonly string[];
  /** When all buckets were last compared, by the server's clock. */
  readonly checked_at: Instant | null;
}

const DAY_MS = 24 * 60 * 60_000;

export function startingHealth(): Health {
  return { suspects: [], mended_at: {}, differs: [], checked_at: null };
}

/** After buckets were compared: what is not the same is to be mended, once a day; what differs after that is reported. */
export function compared(health: Health, is_same: ReadonlyMap<string, boolean>, now: Instant): Health {
  const suspects = new Set(health.suspects);
  const differs = new Set(health.differs);
  for (const [bucket, same] of is_same) {
    const is_mended = isWithinADay(health.mended_at[bucket], now);
    put(suspects, bucket, !same && !is_mended);
    put(differs, bucket, !same && is_mended);
  }
  return { ...health, suspects: [...suspects], differs: [...differs] };
}

/** After buckets were mended, or are being read again. */
export function mended(health: Health, buckets: readonly string[], now: Instant): Health {
  return {
    ...health,
    suspects: health.suspects.filter((bucket) => !buckets.includes(bucket)),
    mended_at: { ...health.mended_at, ...Object.fromEntries(buckets.map((bucket) => [bucket, now])) },
  };
}

/** After buckets have gone out of scope. */
export function withoutBuckets(health: Health, buckets: readonly string[]): Health {
  const isLeft = (bucket: string): boolean => !buckets.includes(bucket);
  return { ...health, suspects: health.suspects.filter(isLeft), differs: health.differs.filter(isLeft) };
}

/** Whether all buckets are to be compared again. */
export function isCheckDue({ checked_at }: Health, now: Instant | null): boolean {
  return checked_at === null || now === null || !isWithinADay(checked_at, now);
}

function isWithinADay(then: Instant | undefined, now: Instant): boolean {
  return then !== undefined && Math.abs(Date.parse(now) - Date.parse(then)) < DAY_MS;
}

function put(set: Set<string>, value: string, is_in: boolean): void {
  if (is_in) {
    set.add(value);
  } else {
    set.delete(value);
  }
}
