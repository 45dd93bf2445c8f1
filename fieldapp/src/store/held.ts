/**
 * The documents a device holds, in memory: by bucket, as they were read.
 *
 * A document may lie in several buckets; the copy with the highest revision counts. After the device has forgotten its
 * cursor (a new epoch, or sums that differ) it reads buckets again from the start while the old copies stay on show:
 * the generation tells the copies of the new reading from the old ones, and is compared before the revision.
 */
import type { AnyDocument, DocumentId } from "../protocol/documents";
import { documentHash, sumOf } from "../protocol/sums";
import type { BucketCheck } from "../protocol/types";

export interface Copy {
  readonly r: number;
  /** Generation. */
  readonly g: number;
  readonly document: AnyDocument;
}

/** What counts of a document now, by id; null when no bucket holds it any more. */
export type Changes = ReadonlyMap<DocumentId, Copy | null>;

/** One document to put into a bucket, or to take out of it (null). */
export interface Edit {
  readonly bucket: string;
  readonly id: DocumentId;
  readonly copy: Copy | null;
}

/**
 * Copies that no bucket holds any more: kept until the answer is complete, which may bring the document in another
 * bucket, and as long as operations of this phone are replayed over them.
 */
export const KEPT = "";

export class Held {
  readonly #buckets = new Map<string, Map<DocumentId, Copy>>();
  readonly #hashes = new WeakMap<Copy, number>();

  put(bucket: string, id: DocumentId, copy: Copy): void {
    const copies = this.#buckets.get(bucket) ?? new Map<DocumentId, Copy>();
    this.#buckets.set(bucket, copies.set(id, copy));
  }

  /** Carries out the edits in their order. */
  edit(edits: readonly Edit[]): void {
    for (const { bucket, id, copy } of edits) {
      if (copy) {
        this.put(bucket, id, copy);
      } else {
        this.#buckets.get(bucket)?.delete(id);
      }
    }
  }

  clear(): void {
    this.#buckets.clear();
  }

  /** The names of all buckets that hold something. */
  buckets(): readonly string[] {
    return [...this.#buckets.keys()].filter((bucket) => this.in(bucket).size > 0);
  }

  in(bucket: string): ReadonlyMap<DocumentId, Copy> {
    return this.#buckets.get(bucket) ?? new Map<DocumentId, Copy>();
  }

  /** The copy that counts. */
  current(id: DocumentId): Copy | null {
    let best: Copy | null = null;
    for (const copies of this.#buckets.values()) {
      const copy = copies.get(id);
      if (copy && (best === null || isNewer(copy, best))) {
        best = copy;
      }
    }
    return best;
  }

  /** The copies that count of these documents; of all of them by default. */
  currentOf(ids: Iterable<DocumentId> = this.#ids()): Changes {
    const changes = new Map<DocumentId, Copy | null>();
    for (const id of ids) {
      changes.set(id, this.current(id));
    }
    return changes;
  }

  /** Count and sum of a bucket, to be compared with the server's. */
  async check(bucket: string): Promise<BucketCheck> {
    const copies = [...this.in(bucket)];
    const unhashed = copies.filter(([, copy]) => !this.#hashes.has(copy));
    await Promise.all(unhashed.map(async ([id, copy]) => this.#hashes.set(copy, await documentHash(id, copy.r))));
    return { count: copies.length, sum: sumOf(copies.map(([, copy]) => this.#hashes.get(copy) ?? 0)) };
  }

  *#ids(): Generator<DocumentId> {
    for (const copies of this.#buckets.values()) {
      yield* copies.keys();
    }
  }
}

/** Whether `a` is from a newer reading than `b`, or from the same and of a higher revision. */
function isNewer(a: Copy, b: Copy): boolean {
  return a.g === b.g ? a.r > b.r : a.g > b.g;
}
