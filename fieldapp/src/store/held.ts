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

// 10,000 documents in one bucket make chunks of 625, some 500 kB; the usual bucket of 100 makes chunks of 6.
export const SLOTS = 16;

/** The documents of a bucket whose ids hash to the same slot: what one record on disk holds. */
export interface Chunk {
  readonly bucket: string;
  readonly slot: number;
  readonly copies: ReadonlyMap<DocumentId, Copy>;
}

const NONE: ReadonlyMap<DocumentId, Copy> = new Map<DocumentId, Copy>();

export class Held {
  readonly #buckets = new Map<string, ReadonlyMap<DocumentId, Copy>[]>();
  readonly #hashes = new WeakMap<Copy, number>();

  /** The chunks that these edits change, as they will be; the last edit of a document counts. */
  after(edits: readonly Edit[]): readonly Chunk[] {
    const changed = new Map<string, Chunk & { readonly copies: Map<DocumentId, Copy> }>();
    for (const { bucket, id, copy } of edits) {
      const slot = slotOf(id);
      const place = `${slot} ${bucket}`;
      const chunk = changed.get(place) ?? { bucket, slot, copies: new Map(this.#buckets.get(bucket)?.[slot]) };
      changed.set(place, chunk);
      if (copy) {
        chunk.copies.set(id, copy);
      } else {
        chunk.copies.delete(id);
      }
    }
    return [...changed.values()];
  }

  /** Takes over chunks in the place of what they held before. */
  take(chunks: readonly Chunk[]): void {
    for (const { bucket, slot, copies } of chunks) {
      const slots = this.#buckets.get(bucket) ?? Array.from({ length: SLOTS }, () => NONE);
      slots[slot] = copies;
      this.#buckets.set(bucket, slots);
    }
  }

  clear(): void {
    this.#buckets.clear();
  }

  /** The names of all buckets that hold something. */
  buckets(): readonly string[] {
    return [...this.#buckets.keys()].filter((bucket) => this.in(bucket).length > 0);
  }

  /** What a bucket holds. */
  in(bucket: string): readonly (readonly [DocumentId, Copy])[] {
    return (this.#buckets.get(bucket) ?? []).flatMap((copies) => Array.from(copies));
  }

  /** The copy that counts. */
  current(id: DocumentId): Copy | null {
    const slot = slotOf(id);
    let best: Copy | null = null;
    for (const slots of this.#buckets.values()) {
      const copy = slots[slot]?.get(id);
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
    const copies = this.in(bucket);
    const unhashed = copies.filter(([, copy]) => !this.#hashes.has(copy));
    await Promise.all(unhashed.map(async ([id, copy]) => this.#hashes.set(copy, await documentHash(id, copy.r))));
    return { count: copies.length, sum: sumOf(copies.map(([, copy]) => this.#hashes.get(copy) ?? 0)) };
  }

  *#ids(): Generator<DocumentId> {
    for (const copies of [...this.#buckets.values()].flat()) {
      yield* copies.keys();
    }
  }
}

/** The slot of a document: FNV-1a over its id's UTF-16 units, the same for ever or chunks are lost. */
export function slotOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % SLOTS;
}

/** Whether `a` is from a newer reading than `b`, or from the same and of a higher revision. */
function isNewer(a: Copy, b: Copy): boolean {
  return a.g === b.g ? a.r > b.r : a.g > b.g;
}
