/**
 * The documents of this phone and how far it has read them (docs/protocol.md, steps 9, 13 and 16).
 *
 * Everything is loaded into memory once; every change goes to disk in one transaction with the cursor, and into memory
 * after it. The database is disposable: the server can fill it again.
 */
import type { AnyDocument, DocumentId, Instant } from "../protocol/documents";
import type { BucketCheck, DocumentLine, SyncEnd, SyncHeader } from "../protocol/types";
import { uuid7 } from "../protocol/uuid7";
import { dumpChunk, parseChunk } from "./chunks";
import type { DocumentsSchema } from "./chunks";
import { Connection } from "./connection";
import { Held, KEPT } from "./held";
import type { Changes, Edit } from "./held";
import { advanced, startingPosition } from "./position";
import type { Position } from "./position";

/** What one transaction brings. */
export interface Page {
  readonly lines: readonly DocumentLine[];
  readonly end: SyncEnd | null;
  /** Documents that stay on show even when no bucket holds them: targets of operations that are still in the overlay. */
  readonly keep: ReadonlySet<string>;
  readonly at: Instant;
}

/** The disk is ahead of this tab's memory: another tab has written. Load again. */
export class Behind extends Error {
  override readonly name = "Behind";
}

/** Whether a document stays on show although no bucket holds it. */
type IsKept = (id: string) => boolean;

interface Plan {
  readonly edits: readonly Edit[];
  readonly position: Partial<Position>;
}

export class DocumentStore {
  readonly #connection = new Connection<DocumentsSchema>("kierros-documents", 2, (database) => {
    // Version 1 laid its chunks out in another way. Everything can be read again.
    Array.from(database.objectStoreNames).forEach((store) => database.deleteObjectStore(store));
    database.createObjectStore("chunks", { keyPath: "number" });
    database.createObjectStore("meta");
  });
  readonly #held = new Held();
  #position: Position = startingPosition("");

  /** How far this person's documents are read. */
  get position(): Position {
    return this.#position;
  }

  /** The copies that count, of all documents. */
  copies(): Changes {
    return this.#held.currentOf();
  }

  /** Loads what is on disk; another person's documents are deleted instead. */
  async load(person: string): Promise<void> {
    const transaction = await this.#connection.transaction(["chunks", "meta"], "readonly");
    const [position, chunks] = await Promise.all([
      transaction.objectStore("meta").get("position"),
      transaction.objectStore("chunks").getAll(),
    ]);
    if (position?.person !== person) {
      await this.clear(person);
      return;
    }
    this.#held.clear();
    this.#position = position;
    this.#held.take(chunks.map(parseChunk));
  }

  /** Whether another tab has written since this one loaded. */
  async isBehind(): Promise<boolean> {
    const transaction = await this.#connection.transaction(["meta"], "readonly");
    const position = await transaction.objectStore("meta").get("position");
    return position !== undefined && !isSame(position, this.#position);
  }

  /** Forgets all documents and the position, and makes the database this person's. */
  async clear(person: string): Promise<void> {
    const position = startingPosition(person);
    const transaction = await this.#connection.transaction(["chunks", "meta"], "readwrite");
    await Promise.all([
      transaction.objectStore("chunks").clear(),
      transaction.objectStore("meta").put(position, "position"),
      transaction.done,
    ]);
    this.#position = position;
    this.#held.clear();
  }

  /**
   * Takes over a header: its time, its epoch when it is the first one, the buckets that come and those that go (step 7).
   *
   * @throws Behind
   */
  async begin(header: SyncHeader, received_ms: number, keep: ReadonlySet<string>): Promise<Changes> {
    const { add, drop } = header.scope;
    // In scope from now on, read up to 0: an operation's `at` in such a bucket must not be taken for out of scope.
    const cursor: Record<string, number> = { ...Object.fromEntries(add.map((bucket) => [bucket, 0])), ...this.#position.cursor };
    for (const bucket of drop) {
      delete cursor[bucket];
    }
    return this.#commit({
      edits: drop.flatMap((bucket) => this.#removals(bucket, this.#idsIn(bucket), (id) => keep.has(id))),
      position: {
        epoch: header.epoch,
        cursor,
        stale: this.#position.stale.filter((bucket) => !drop.includes(bucket)),
        server_time: header.server_time,
        received_ms,
      },
    });
  }

  /**
   * Puts lines and the cursor they lead to in one transaction (step 16).
   *
   * @throws Behind
   */
  async apply({ lines, end, keep, at }: Page): Promise<Changes> {
    const is_complete = end?.complete === true;
    // 9. A move is a tombstone in one bucket and a document in another, perhaps a page later: hide nothing before then.
    const isKept = (id: string): boolean => !is_complete || keep.has(id);
    return this.#commit({
      edits: [...this.#editsOf(lines, isKept), ...(is_complete ? this.#swept(lines, isKept) : []), ...this.#released(isKept)],
      position: {
        cursor: advanced(this.#position.cursor, lines, end),
        ...(is_complete && { stale: [], last_success_at: at }),
      },
    });
  }

  /**
   * Forgets the cursor because the server's history is another one (step 13); the old copies stay on show until they
   * are replaced.
   *
   * @throws Behind
   */
  async startAfresh(epoch: string): Promise<void> {
    const stale = this.#held.buckets().filter((bucket) => bucket !== KEPT);
    await this.#commit({ edits: [], position: { epoch, cursor: {}, stale, generation: this.#position.generation + 1 } });
  }

  /**
   * Forgets how far these buckets were read, so that the server sends them again from the start.
   *
   * @throws Behind
   */
  async reread(buckets: readonly string[]): Promise<void> {
    const cursor = Object.fromEntries(Object.entries(this.#position.cursor).filter(([bucket]) => !buckets.includes(bucket)));
    const stale = [...new Set([...this.#position.stale, ...buckets])];
    await this.#commit({ edits: [], position: { cursor, stale, generation: this.#position.generation + 1 } });
  }

  /** The buckets whose documents are not the ones the server counts and sums (step 16). */
  differing(checks: Readonly<Record<string, BucketCheck>>): readonly string[] {
    const differing: string[] = [];
    for (const [bucket, theirs] of Object.entries(checks)) {
      const ours = this.#held.check(bucket);
      if (ours.count !== theirs.count || ours.sum !== theirs.sum) {
        differing.push(bucket);
      }
    }
    return differing;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #editsOf(lines: readonly DocumentLine[], isKept: IsKept): readonly Edit[] {
    const { cursor, generation } = this.#position;
    return lines.flatMap((line): readonly Edit[] => {
      // A line that was read already must not bring an older copy back.
      if (line.v <= (cursor[line.b] ?? 0)) {
        return [];
      }
      if (!("doc" in line)) {
        return this.#removals(line.b, [line.id], isKept);
      }
      const document: AnyDocument = { ...line.doc, id: line.id };
      return [{ bucket: line.b, id: line.id, copy: { r: line.r, g: generation, document } }];
    });
  }

  /** Takes documents out of a bucket; a copy of one to keep moves to the kept ones instead of going. */
  #removals(bucket: string, ids: readonly DocumentId[], isKept: IsKept): readonly Edit[] {
    return ids.flatMap((id): readonly Edit[] => {
      const copy = isKept(id) ? this.#held.current(id) : null;
      const removal: Edit = { bucket, id, copy: null };
      return copy ? [removal, { bucket: KEPT, id, copy }] : [removal];
    });
  }

  /** What the new reading of a bucket did not bring again is gone. */
  #swept(lines: readonly DocumentLine[], isKept: IsKept): readonly Edit[] {
    const { stale, generation } = this.#position;
    const arrived = new Set(lines.map((line) => `${line.id} ${line.b}`));
    return stale.flatMap((bucket) => {
      const old = this.#held.in(bucket).filter(([id, copy]) => copy.g < generation && !arrived.has(`${id} ${bucket}`));
      return this.#removals(
        bucket,
        old.map(([id]) => id),
        isKept,
      );
    });
  }

  #released(isKept: IsKept): readonly Edit[] {
    const ids = this.#idsIn(KEPT).filter((id) => !isKept(id));
    return ids.map((id) => ({ bucket: KEPT, id, copy: null }));
  }

  #idsIn(bucket: string): readonly DocumentId[] {
    return this.#held.in(bucket).map(([id]) => id);
  }

  /** One transaction for documents and position; memory follows when it is on disk. */
  async #commit({ edits, position }: Plan): Promise<Changes> {
    const transaction = await this.#connection.transaction(["chunks", "meta"], "readwrite");
    const meta = transaction.objectStore("meta");
    const before = await meta.get("position");
    if (!before || !isSame(before, this.#position)) {
      await transaction.done;
      throw new Behind();
    }
    const after: Position = { ...before, ...position, stamp: uuid7() };
    const store = transaction.objectStore("chunks");
    const chunks = this.#held.after(edits);
    for (const chunk of chunks) {
      void (chunk.copies.size > 0 ? store.put(dumpChunk(chunk)) : store.delete(chunk.number));
    }
    await Promise.all([meta.put(after, "position"), transaction.done]);
    this.#position = after;
    this.#held.take(chunks);
    return this.#held.currentOf(edits.map((edit) => edit.id));
  }
}

function isSame(a: Position, b: Position): boolean {
  return a.person === b.person && a.stamp === b.stamp;
}
