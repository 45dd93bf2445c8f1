/**
 * Documents on disk, some dozens a record: a record for each document makes reading 10,000 of them several times
 * slower, and one record a bucket makes every change rewrite the bucket. A chunk is kept as JSON text, which a browser
 * writes and reads faster than the same objects.
 */
import type { DBSchema } from "idb";
import type { AnyDocument, DocumentId } from "../protocol/documents";
import type { Chunk, Copy } from "./held";
import type { Position } from "./position";

/** A chunk as it lies on disk. */
export interface StoredChunk {
  readonly number: number;
  readonly bucket: string;
  /** JSON in UTF-8. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface DocumentsSchema extends DBSchema {
  chunks: { key: number; value: StoredChunk };
  meta: { key: "position"; value: Position };
}

type StoredCopy = readonly [r: number, g: number, document: AnyDocument];

export function dumpChunk({ number, bucket, copies }: Chunk): StoredChunk {
  const text = JSON.stringify(Array.from(copies.values(), ({ r, g, document }): StoredCopy => [r, g, document]));
  return { number, bucket, bytes: new TextEncoder().encode(text) };
}

/** A chunk that the disk has spoilt counts as empty: the sums tell what is missing, and the server sends it again. */
export function parseChunk({ number, bucket, bytes }: StoredChunk): Chunk {
  return {
    number,
    bucket,
    copies: new Map<DocumentId, Copy>(parseCopies(bytes).map(([r, g, document]) => [document.id, { r, g, document }])),
  };
}

function parseCopies(bytes: StoredChunk["bytes"]): readonly StoredCopy[] {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as readonly StoredCopy[];
  } catch {
    return [];
  }
}
