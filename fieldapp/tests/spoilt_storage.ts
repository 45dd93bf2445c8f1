/** Documents on disk that are not what they were, as bad memory would have it: nothing else of the phone notices. */
import { openDB } from "idb";
import type { DocumentId } from "../src/protocol/documents";
import { dumpChunk, parseChunk } from "../src/store/chunks";
import type { DocumentsSchema } from "../src/store/chunks";
import type { Copy } from "../src/store/held";

/** What becomes of a copy on disk; null: it is lost. */
type Spoil = (bucket: string, id: DocumentId, copy: Copy) => Copy | null;

/** Changes the documents of the phone while the app is not looking; restart the app to make it load them. */
export async function spoilStorage(spoil: Spoil): Promise<void> {
  const database = await openDB<DocumentsSchema>("kierros-documents");
  const transaction = database.transaction("chunks", "readwrite");
  for (const chunk of (await transaction.store.getAll()).map(parseChunk)) {
    const copies = [...chunk.copies].flatMap(([id, copy]): [DocumentId, Copy][] => {
      const left = spoil(chunk.bucket, id, copy);
      return left ? [[id, left]] : [];
    });
    void transaction.store.put(dumpChunk({ ...chunk, copies: new Map(copies) }));
  }
  await transaction.done;
  database.close();
}

/** Makes the phone lose these documents of a bucket. */
export async function loseDocuments(bucket: string, ids: readonly string[]): Promise<void> {
  await spoilStorage((of, id, copy) => (of === bucket && ids.includes(id) ? null : copy));
}
