/** Recording what the worker did. */
import type { DocumentId, DocumentType } from "../protocol/documents";
import { documentId } from "../protocol/documents";
import { uuid7 } from "../protocol/uuid7";
import { device } from "./this_device";

export { NotSaved } from "./types";

/**
 * Stores an operation on the phone; resolves when it is safe there, and the documents show its effect. `seen` defaults
 * to the state the target is shown in.
 *
 * @throws NotSaved when the phone could not store it.
 */
export const record = device.record;

/** The id of a document that the next `record` will create. */
export function newTarget<K extends DocumentType>(type: K): DocumentId<K> {
  return documentId(type, uuid7());
}
