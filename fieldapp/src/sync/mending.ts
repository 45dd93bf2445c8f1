/** Asking for what proves a bucket, and mending one that differs (docs/protocol.md, steps 11 and 16). */
import { MENDED_BUCKETS_MAX, MENDED_SLOTS_MAX } from "../protocol/types";
import type { SyncEnd, SyncHeader, SyncRequest } from "../protocol/types";
import type { DocumentStore } from "../store/documents";
import { compared, isCheckDue, mended } from "../store/health";
import type { Health } from "../store/health";

type Asked = Pick<SyncRequest, "check" | "mend" | "differs">;

export class Mending {
  /** The slots still to be mended, of buckets whose sums by slot have come. */
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
  async conclude(request: SyncRequest, header: SyncHeader, end: SyncEnd): Promise<boolean> {
    const { documents } = this;
    const now = header.server_time;
    const before = documents.position.health;
    const checked = request.check ? { ...before, checked_at: now } : before;
    const whole = before.suspects.filter((bucket) => this.#isWhole(bucket, request, header));
    const health = compared(mended(checked, whole, now), documents.compare(end.checks), now);
    const hopeless = health.suspects.filter((bucket) => this.#isHopeless(bucket, request, header, end));
    if (hopeless.length > 0) {
      await documents.reread(hopeless, mended(health, hopeless, now));
    } else if (!isSame(before, health)) {
      await documents.note({ health });
    }
    return health.suspects.length > 0 || isCheckDue(health, now);
  }

  /** Whether all slots that were asked for have come; if not, the others are asked for next. */
  #isWhole(bucket: string, { mend }: SyncRequest, { mended: came = {} }: SyncHeader): boolean {
    const asked = mend?.[bucket];
    if (!asked) {
      return false;
    }
    const left = asked.filter((slot) => !came[bucket]?.includes(slot));
    this.#slots.set(bucket, left);
    return left.length === 0;
  }

  /** Whether a bucket was asked about and can't be mended by slots: too many differ, or an answer with room has none. */
  #isHopeless(bucket: string, { mend, cursor }: SyncRequest, { mended: came = {} }: SyncHeader, end: SyncEnd): boolean {
    const asked = mend?.[bucket];
    if (asked === undefined) {
      return false;
    }
    if (asked) {
      const was_full = Object.entries(end.cursor).some(([name, version]) => version !== cursor[name]);
      return !was_full && Object.values(came).every(({ length }) => length === 0);
    }
    const slots = this.documents.differingSlots(bucket, end.slots?.[bucket] ?? []);
    this.#slots.set(bucket, slots);
    return slots.length === 0 || slots.length > MENDED_SLOTS_MAX;
  }
}

function isSame(a: Health, b: Health): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
