/**
 * The documents of this phone and how far it has read them (docs/protocol.md, steps 9, 10, 13 and 16).
 *
 * Everything is loaded into memory once; every change goes to disk in one transaction with the cursor, and into memory
 * after it. The database is disposable: the server can fill it again.
 */
import type { AnyDocument, DocumentId, Instant } from "../protocol/documents";
import { slotOf } from "../protocol/sums";
import type { BucketCheck, DocumentLine, MendedLine, Slots, SyncEnd, SyncHeader } from "../protocol/types";
import { uuid7 } from "../protocol/uuid7";
import { dumpChunk, parseChunk } from "./chunks";
import type { DocumentsSchema } from "./chunks";
import { Connection } from "./connection";
import { Held, KEPT } from "./held";
import type { Changes, Edit } from "./held";
import { startingHealth } from "./health";
import type { Health } from "./health";
import { advanced, begun, scopeChange, startingPosition, without } from "./position";
import type { Position } from "./position";

/** What one transaction brings. */
export interface Page {
  readonly lines: readonly DocumentLine[];
  /** What replaces the slots that the header names: there at the end of a complete answer only. */
  readonly mending?: Mending;
  readonly end: SyncEnd | null;
  /** Documents that stay on show even when no bucket holds them: targets of operations that are still in the overlay. */
  readonly keep: ReadonlySet<string>;
  readonly at: Instant;
}

export interface Mending {
  readonly slots: Slots;
  readonly lines: readonly MendedLine[];
}

/** The disk is ahead of this tab's memory: another tab has written. Load again. */
export class Behind extends Error {
  override readonly name = "Behind";
}

/** Whether a document stays on show although no bucket holds it. */
type IsKept = (id: string) => boolean;

const always: IsKept = () => true;

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
    await this.#clear(startingPosition(person));
  }

  /** Forgets all documents because the person's access has ended; the server's history stays known. */
  async endAccess(): Promise<void> {
    const { person, epoch } = this.#position;
    await this.#clear({ ...startingPosition(person), epoch, has_access_ended: true });
  }

  async #clear(position: Position): Promise<void> {
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
   * Takes over a header: its time, its epoch when it is the first one, the buckets that come, those that go (step 7) and
   * those that are read again from the start (step 10).
   *
   * @throws Behind
   */
  async begin(header: SyncHeader, received_ms: number, keep: ReadonlySet<string>): Promise<Changes> {
    const { dropped, restarted } = scopeChange(header);
    return this.#commit({
      edits: [...this.#emptied(dropped, (id) => keep.has(id)), ...this.#emptied(restarted, always)],
      position: begun(this.#position, header, received_ms),
    });
  }

  /**
   * Puts lines and the cursor they lead to in one transaction (step 16).
   *
   * @throws Behind
   */
  async apply({ lines, mending, end, keep, at }: Page): Promise<Changes> {
    const is_complete = end?.complete === true;
    // 9. A move is a tombstone in one bucket and a document in another, perhaps a page later: hide nothing before then.
    const isKept = (id: string): boolean => !is_complete || keep.has(id);
    const edits = [...this.#editsOf(lines, isKept), ...(mending ? this.#mended(mending, isKept) : [])];
    return this.#commit({
      edits: is_complete ? [...edits, ...this.#released(keep, edits)] : edits,
      position: {
        cursor: advanced(this.#position.cursor, lines, end),
        ...(is_complete && { reading: {}, last_success_at: at, has_access_ended: false }),
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
    await this.#commit({
      edits: this.#emptied(this.#held.buckets(), always),
      position: { epoch, cursor: {}, reading: {}, health: startingHealth(), generation: this.#position.generation + 1 },
    });
  }

  /**
   * Forgets how far these buckets were read, so that the server sends them again from the start; the old copies stay on
   * show until all has come.
   *
   * @throws Behind
   */
  async reread(buckets: readonly string[], health: Health): Promise<void> {
    const { cursor, reading } = this.#position;
    await this.#commit({
      edits: this.#emptied(buckets, always),
      position: { cursor: without(cursor, buckets), reading: without(reading, buckets), health },
    });
  }

  /**
   * Notes what the sums have shown, or how the server refuses.
   *
   * @throws Behind
   */
  async note(position: Partial<Pick<Position, "health" | "refusal">>): Promise<void> {
    await this.#commit({ edits: [], position });
  }

  /** Whether a bucket is what the server counts and sums, for each of these (step 16). */
  compare(checks: Readonly<Record<string, BucketCheck>>): ReadonlyMap<string, boolean> {
    const compared = Object.entries(checks).map(([bucket, theirs]): [string, boolean] => {
      const ours = this.#held.check(bucket);
      return [bucket, ours.count === theirs.count && ours.sum === theirs.sum];
    });
    return new Map(compared);
  }

  /** The slots of a bucket whose sums are not these. */
  differingSlots(bucket: string, sums: readonly number[]): readonly number[] {
    return this.#held.slotSums(bucket).flatMap((sum, slot) => (sum === sums[slot] ? [] : [slot]));
  }

  /** Whether a bucket holds the document once these lines are in. */
  isHeldAfter(lines: readonly DocumentLine[], id: DocumentId): boolean {
    const news = new Map(lines.filter((line) => line.id === id).map((line) => [line.b, "doc" in line]));
    return [...news.values()].includes(true) || this.#held.isHeld(id, new Set(news.keys()));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #editsOf(lines: readonly DocumentLine[], isKept: IsKept): readonly Edit[] {
    const { cursor } = this.#position;
    return lines.flatMap((line): readonly Edit[] => {
      // A line that was read already must not bring an older copy back.
      if (line.v <= (cursor[line.b] ?? 0)) {
        return [];
      }
      return "doc" in line ? [this.#put(line)] : this.#removals(line.b, [line.id], isKept);
    });
  }

  /** 16. All that the phone holds in the mended slots is replaced. */
  #mended({ slots, lines }: Mending, isKept: IsKept): readonly Edit[] {
    const isMended = (bucket: string, id: string): boolean => slots[bucket]?.includes(slotOf(id)) ?? false;
    const puts = lines.filter((line) => isMended(line.b, line.id)).map((line) => this.#put(line));
    const arrived = new Set(puts.map(({ bucket, id }) => `${id} ${bucket}`));
    const removals = Object.keys(slots).flatMap((bucket) => {
      const gone = this.#idsIn(bucket).filter((id) => isMended(bucket, id) && !arrived.has(`${id} ${bucket}`));
      return this.#removals(bucket, gone, isKept);
    });
    return [...removals, ...puts];
  }

  #put(line: MendedLine): Edit {
    const document: AnyDocument = { ...line.doc, id: line.id };
    return { bucket: line.b, id: line.id, copy: { r: line.r, g: this.#position.generation, document } };
  }

  #emptied(buckets: readonly string[], isKept: IsKept): readonly Edit[] {
    return buckets.filter((bucket) => bucket !== KEPT).flatMap((bucket) => this.#removals(bucket, this.#idsIn(bucket), isKept));
  }

  /** Takes documents out of a bucket; a copy of one to keep moves to the kept ones instead of going. */
  #removals(bucket: string, ids: readonly DocumentId[], isKept: IsKept): readonly Edit[] {
    return ids.flatMap((id): readonly Edit[] => {
      const copy = isKept(id) ? this.#held.current(id) : null;
      const removal: Edit = { bucket, id, copy: null };
      return copy ? [removal, { bucket: KEPT, id, copy }] : [removal];
    });
  }

  /** What need not be kept any longer: nothing of ours is about it, or a bucket holds it. */
  #released(keep: ReadonlySet<string>, edits: readonly Edit[]): readonly Edit[] {
    const edited = new Set(edits.map(({ id }) => id));
    const isReleased = (id: DocumentId): boolean => !keep.has(id) || (!edited.has(id) && this.#held.isHeld(id));
    return this.#idsIn(KEPT)
      .filter(isReleased)
      .map((id) => ({ bucket: KEPT, id, copy: null }));
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
