/** Asking for what proves a bucket, and mending one that differs (docs/protocol.md, steps 11 and 16). */
import { MENDED_BUCKETS_MAX, MENDED_SLOTS_MAX } from "../protocol/types";
import type { Slots, SyncEnd, SyncHeader, SyncRequest } from "../protocol/types";
import type { DocumentStore } from "../store/documents";
import { compared, isCheckDue, mended } from "../store/health";
import type { Health } from "../store/health";

type Asked = Pick<SyncRequest, "check" | "mend" | "differs">;

export class Mending {
  /** The slots that differ, of buckets whose sums by slot have come. */
  readonly #slots = new Map<string, readonly number[]>();

  constructor(private readonly documents: DocumentStore) {}

  /** What a request asks for; nothing when all is well. */
  asks(): Asked {
    const { health, server_time } = this.documents.position;
    const buckets = health.suspects.slice(0, MENDED_BUCKETS_MAX);
    return {
      ...(isCheckDue(health, server_time) && { check: true }),
      ...(buckets.length > 0 && { mend: Object.fromEntries(buckets.map((bucket) => [bucket, this.#slots.get(bucket) ?? null])) }),
      ...(health.differs.length > 0 && { differs: health.differs }),
    };
  }

  /**
   * Takes in what a complete answer proves; true when something is to be mended or all buckets are to be compared, so that
   * it has to be asked again.
   *
   * @throws Behind
   */
  async conclude(asked: Asked, header: SyncHeader, end: SyncEnd): Promise<boolean> {
    const { documents } = this;
    const now = header.server_time;
    const before = documents.position.health;
    const done = Object.keys(header.mended ?? {});
    const checked = asked.check ? { ...before, checked_at: now } : before;
    const health = compared(mended(checked, done, now), documents.compare(end.checks), now);
    const hopeless = health.suspects.filter((bucket) => this.#isHopeless(bucket, asked.mend, end.slots));
    if (hopeless.length > 0) {
      await documents.reread(hopeless, mended(health, hopeless, now));
    } else if (!isSame(before, health)) {
      await documents.note({ health });
    }
    return health.suspects.length > 0 || isCheckDue(health, now);
  }

  /** Whether a bucket was asked about and can't be mended by slots: too many differ, or the answer has none of them. */
  #isHopeless(bucket: string, asked: Asked["mend"], sums: Slots = {}): boolean {
    this.#slots.delete(bucket);
    if (asked?.[bucket] === undefined) {
      return false;
    }
    const slots = this.documents.differingSlots(bucket, sums[bucket] ?? []);
    if (slots.length === 0 || slots.length > MENDED_SLOTS_MAX) {
      return true;
    }
    this.#slots.set(bucket, slots);
    return false;
  }
}

function isSame(a: Health, b: Health): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
