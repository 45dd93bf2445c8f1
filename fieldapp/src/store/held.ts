/**
 * The documents a device holds, in memory: by bucket, as they were read.
 *
 * A document may lie in several buckets; the copy with the highest revision counts. In a new epoch revisions may be
 * lower than before: the generation tells the copies of the new history from the old ones, which stay on show until
 * they are replaced, and is compared before the revision.
 */
import type { AnyDocument, DocumentId } from "../protocol/documents";
import { documentHash, slotOf, slotSums, sumOf } from "../protocol/sums";
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
 * bucket or in the same one read again from the start, and as long as operations of this phone are replayed over them.
 */
export const KEPT = "";

/** Documents of a bucket that share a record on disk. None left: the record goes. */
export interface Chunk {
  readonly number: number;
  readonly bucket: string;
  readonly copies: ReadonlyMap<DocumentId, Copy>;
}

/**
 * A change rewrites the chunks it touches, and each record costs some 50 µs beside its bytes: 10,000 documents make 157
 * chunks of some 50 kB.
 */
export const DOCUMENTS_A_CHUNK_MAX = 64;

interface Placed {
  readonly copy: Copy;
  readonly chunk: number;
}

type MutableChunk = Chunk & { readonly copies: Map<DocumentId, Copy> };

export class Held {
  readonly #buckets = new Map<string, Map<DocumentId, Placed>>();
  readonly #chunks = new Map<number, Chunk>();
  readonly #hashes = new WeakMap<Copy, number>();
  #next_number = 1;

  /**
   * The chunks that these edits change, as they will be; the last edit of a document counts.
   *
   * A document stays in its chunk for good. New ones fill a chunk that is half empty, then chunks of their own: so each
   * is written about once while a bucket is read for the first time.
   */
  after(edits: readonly Edit[]): readonly Chunk[] {
    const changed = new Map<number, MutableChunk>();
    const arrived = new Map<string, MutableChunk>();
    const filling = new Map<string, MutableChunk>();
    const change = (number: number, bucket: string): MutableChunk => {
      const chunk = changed.get(number) ?? { number, bucket, copies: new Map(this.#chunks.get(number)?.copies) };
      changed.set(number, chunk);
      return chunk;
    };
    let next = this.#next_number;
    const withRoom = (bucket: string): MutableChunk => {
      const last = filling.get(bucket);
      if (last && last.copies.size < DOCUMENTS_A_CHUNK_MAX) {
        return last;
      }
      const chunk = change((last ? null : this.#halfEmpty(bucket)) ?? next++, bucket);
      filling.set(bucket, chunk);
      return chunk;
    };
    for (const { bucket, id, copy } of edits) {
      const place = `${bucket} ${id}`;
      const number = this.#buckets.get(bucket)?.get(id)?.chunk;
      const there = arrived.get(place) ?? (number === undefined ? undefined : change(number, bucket));
      if (copy) {
        const chunk = there ?? withRoom(bucket);
        chunk.copies.set(id, copy);
        arrived.set(place, chunk);
      } else {
        there?.copies.delete(id);
      }
    }
    return [...changed.values()];
  }

  /** Takes over chunks in the place of what they held before. */
  take(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      const { number, bucket, copies } = chunk;
      const places = this.#buckets.get(bucket) ?? new Map<DocumentId, Placed>();
      this.#buckets.set(bucket, places);
      for (const id of this.#chunks.get(number)?.copies.keys() ?? []) {
        places.delete(id);
      }
      for (const [id, copy] of copies) {
        places.set(id, { copy, chunk: number });
      }
      this.#chunks.set(number, chunk);
      if (copies.size === 0) {
        this.#chunks.delete(number);
      }
      this.#next_number = Math.max(this.#next_number, number + 1);
    }
  }

  clear(): void {
    this.#buckets.clear();
    this.#chunks.clear();
    this.#next_number = 1;
  }

  /** The names of all buckets that hold something. */
  buckets(): readonly string[] {
    return [...this.#buckets].filter(([, places]) => places.size > 0).map(([bucket]) => bucket);
  }

  /** What a bucket holds. */
  in(bucket: string): readonly (readonly [DocumentId, Copy])[] {
    return Array.from(this.#buckets.get(bucket) ?? [], ([id, { copy }]) => [id, copy] as const);
  }

  /** The copy that counts. */
  current(id: DocumentId): Copy | null {
    let best: Copy | null = null;
    for (const places of this.#buckets.values()) {
      const copy = places.get(id)?.copy;
      if (copy && (best === null || isNewer(copy, best))) {
        best = copy;
      }
    }
    return best;
  }

  /** Whether a bucket holds the document, other than these. */
  isHeld(id: DocumentId, others: ReadonlySet<string> = new Set()): boolean {
    return [...this.#buckets].some(([bucket, places]) => bucket !== KEPT && !others.has(bucket) && places.has(id));
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
  check(bucket: string): BucketCheck {
    const copies = this.in(bucket);
    return { count: copies.length, sum: sumOf(copies.map(([id, copy]) => this.#hash(id, copy))) };
  }

  /** The sums of a bucket's slots. */
  slotSums(bucket: string): readonly number[] {
    return slotSums(this.in(bucket).map(([id, copy]) => [slotOf(id), this.#hash(id, copy)]));
  }

  #hash(id: DocumentId, copy: Copy): number {
    const hash = this.#hashes.get(copy) ?? documentHash(id, copy.r);
    this.#hashes.set(copy, hash);
    return hash;
  }

  /** The emptiest chunk of the bucket, when at most half of it is used. */
  #halfEmpty(bucket: string): number | null {
    let emptiest: Chunk | null = null;
    for (const chunk of this.#chunks.values()) {
      if (chunk.bucket === bucket && chunk.copies.size <= (emptiest?.copies.size ?? DOCUMENTS_A_CHUNK_MAX / 2)) {
        emptiest = chunk;
      }
    }
    return emptiest?.number ?? null;
  }

  *#ids(): Generator<DocumentId> {
    for (const places of this.#buckets.values()) {
      yield* places.keys();
    }
  }
}

/** Whether `a` is from a newer reading than `b`, or from the same and of a higher revision. */
function isNewer(a: Copy, b: Copy): boolean {
  return a.g === b.g ? a.r > b.r : a.g > b.g;
}
