/**
 * Documents on disk, a few chunks a bucket: a record for each document makes reading 10,000 of them several times
 * slower, and one record a bucket makes every change rewrite the bucket.
 */
import type { DBSchema, IDBPObjectStore } from "idb";
import type { DocumentId } from "../protocol/documents";
import type { Copy, Edit } from "./held";
import type { Position } from "./position";

export interface Chunk {
  readonly bucket: string;
  readonly slot: number;
  readonly copies: Map<DocumentId, Copy>;
}

export interface DocumentsSchema extends DBSchema {
  chunks: { key: [string, number]; value: Chunk };
  meta: { key: "position"; value: Position };
}

type Writable = IDBPObjectStore<DocumentsSchema, ("chunks" | "meta")[], "chunks", "readwrite">;

// 10,000 documents in one bucket make chunks of 625, some 400 kB; the usual bucket of 100 makes chunks of 6.
export const SLOTS = 16;

/** Writes the edits, each chunk once; the last edit of a document counts. */
export async function writeEdits(store: Writable, edits: readonly Edit[]): Promise<void> {
  const touched = new Map<string, Chunk>();
  for (const { bucket, id, copy } of edits) {
    const slot = slotOf(id);
    const name = `${slot} ${bucket}`;
    const chunk = touched.get(name) ?? (await store.get([bucket, slot])) ?? { bucket, slot, copies: new Map<DocumentId, Copy>() };
    touched.set(name, chunk);
    if (copy) {
      chunk.copies.set(id, copy);
    } else {
      chunk.copies.delete(id);
    }
  }
  for (const chunk of touched.values()) {
    void (chunk.copies.size > 0 ? store.put(chunk) : store.delete([chunk.bucket, chunk.slot]));
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
