/**
 * Documents on disk, a few chunks a bucket: a record for each document makes reading 10,000 of them several times
 * slower, and one record a bucket makes every change rewrite the bucket. A chunk is kept as JSON text, which a browser
 * writes and reads faster than the same objects.
 */
import type { DBSchema } from "idb";
import type { AnyDocument, DocumentId } from "../protocol/documents";
import type { Chunk, Copy } from "./held";
import type { Position } from "./position";

/** A chunk as it lies on disk. */
export interface StoredChunk {
  readonly bucket: string;
  readonly slot: number;
  /** JSON in UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface DocumentsSchema extends DBSchema {
  chunks: { key: [string, number]; value: StoredChunk };
  meta: { key: "position"; value: Position };
}

export function dumpChunk({ bucket, slot, copies }: Chunk): StoredChunk {
  const text = JSON.stringify(Array.from(copies.values(), ({ r, g, document }) => [r, g, document]));
  return { bucket, slot, bytes: new TextEncoder().encode(text) };
}

export function parseChunk({ bucket, slot, bytes }: StoredChunk): Chunk {
  const copies = JSON.parse(new TextDecoder().decode(bytes)) as readonly [r: number, g: number, document: AnyDocument][];
  return {
    bucket,
    slot,
    copies: new Map<DocumentId, Copy>(copies.map(([r, g, document]) => [document.id, { r, g, document }])),
  };
}
