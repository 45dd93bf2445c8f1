/** What the overlays of all subjects need. */
import type { DocumentId } from "../identified";
import { utcInstant } from "../instants";
import type { Operation, OperationKind, Payload } from "../operations";

/** Who recorded the operation; the organisation is null until the person's own document has arrived. */
export interface Author {
  readonly person: DocumentId<"person">;
  readonly organisation: DocumentId<"organisation"> | null;
}

/** The payload by its kind. Operations are made by `record`, whose signature ties the payload to the kind. */
export function payloadOf<K extends OperationKind>(operation: Operation, _kind: K): Payload<K> {
  return operation.payload;
}

/** When it was recorded, as documents write it. */
export function at(operation: Operation): string {
  return utcInstant(operation.recorded_at);
}
