/** The body of an answer or snapshot: documents into the store, in batches, each with the cursor it leads to. */
import { documentId } from "../protocol/documents";
import type { Operation } from "../protocol/operations";
import type { DocumentLine, MendedLine, Slots, SyncEnd } from "../protocol/types";
import { isEnd, isMended } from "../protocol/wire";
import { advanced, isAbsorbed } from "../store/position";
import type { StoredOperation } from "../store/outbox";
import type { Page } from "../store/documents";
import type { Ports } from "./ports";
import type { Body, Snapshot, SyncAnswer } from "./transport";

// A page is at most 1 MiB, some 1,500 documents. A batch rewrites the chunks it touches, so few large ones are cheap.
const LINES_A_BATCH_MAX = 2_000;

/** Told of each batch's size when it is on disk. */
type OnDocuments = (count: number) => void;

/**
 * Applies an answer's lines; null when it was cut before its end. What came whole is kept either way, and the next
 * request goes on behind it.
 *
 * @throws Behind
 */
export async function download(ports: Ports, answer: SyncAnswer, onDocuments: OnDocuments): Promise<SyncEnd | null> {
  return read(ports, answer, answer.header.mended ?? {}, onDocuments);
}

/**
 * Applies a snapshot's lines like those of a page (step 12); false when it was cut before its end.
 *
 * @throws Behind
 */
export async function downloadSnapshot(ports: Ports, snapshot: Snapshot, onDocuments: OnDocuments): Promise<boolean> {
  // There is always more to ask for behind a snapshot, whatever its end says.
  const page = { ...snapshot, body: incomplete(snapshot.body) };
  return (await read(ports, page, {}, onDocuments)) !== null;
}

/** The documents that these operations are about. */
export function targetsOf(operations: readonly StoredOperation[]): ReadonlySet<string> {
  return new Set(operations.map(({ operation }) => operation.target));
}

async function read(ports: Ports, { body }: Body, mended: Slots, onDocuments: OnDocuments): Promise<SyncEnd | null> {
  let lines: DocumentLine[] = [];
  const mending: MendedLine[] = [];
  const put = async (end: SyncEnd | null): Promise<void> => {
    const is_mending = end?.complete === true && Object.keys(mended).length > 0;
    await apply(ports, { lines, end, ...(is_mending && { mending: { slots: mended, lines: mending } }) });
    onDocuments(lines.length);
    lines = [];
  };
  for await (const line of body) {
    if (isEnd(line)) {
      await put(line);
      return line;
    }
    if (isMended(line)) {
      mending.push(line);
    } else if (lines.push(line) === LINES_A_BATCH_MAX) {
      await put(null);
    }
  }
  await put(null);
  return null;
}

async function* incomplete(body: Body["body"]): Body["body"] {
  for await (const line of body) {
    yield isEnd(line) ? { ...line, complete: false } : line;
  }
}

async function apply(ports: Ports, page: Pick<Page, "lines" | "end" | "mending">): Promise<void> {
  const { outbox, documents, observer } = ports;
  const { lines, end } = page;
  // 15. The overlay drops an operation in the same moment as the documents that bear its effect come in.
  const cursor = advanced(documents.position.cursor, lines, end);
  const unsettled = await outbox.unsettled(ports.account().person.id);
  const isDecided = ({ id, result }: StoredOperation): boolean =>
    result?.status === "quarantined" &&
    (documents.isHeldAfter(lines, documentId("decision", id)) || documents.isHeldAfter(lines, documentId("return", id)));
  const isDone = (stored: StoredOperation): boolean =>
    end?.complete === true && (isAbsorbed(stored.result, cursor) || isDecided(stored));
  const keep = targetsOf(unsettled.filter((stored) => !isDone(stored)));
  // What only other operations keep on show is an old copy, which bears the effects of none.
  const isShownNew = ({ target }: Operation): boolean => !keep.has(target) || documents.isHeldAfter(lines, target);
  const settled = unsettled.filter((stored) => isDone(stored) && isShownNew(stored.operation)).map(({ id }) => id);
  // 16. Documents and cursor in one transaction.
  const changes = await documents.apply({ ...page, keep, at: ports.now().toISOString() });
  let dropped: readonly string[] = [];
  try {
    await outbox.settle(settled);
    dropped = settled;
  } finally {
    // After the disk: whoever loads the overlay meanwhile must not bring back what was dropped here.
    observer.applied(changes, dropped);
  }
}
