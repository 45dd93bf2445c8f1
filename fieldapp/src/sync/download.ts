/** The body of an answer: documents into the store, in batches, each with the cursor it leads to. */
import type { DocumentLine, SyncEnd } from "../protocol/types";
import { isEnd } from "../protocol/wire";
import { advanced, isAbsorbed } from "../store/position";
import type { StoredOperation } from "../store/outbox";
import type { Ports } from "./ports";
import type { SyncAnswer } from "./transport";

// A page is at most 1 MiB, some 1,500 documents. A batch rewrites the chunks it touches, so few large ones are cheap.
const LINES_A_BATCH_MAX = 2_000;

/**
 * Applies an answer's lines; null when it was cut before its end. What came whole is kept either way, and the next
 * request goes on behind it. `onDocuments` is told of each batch's size when it is on disk.
 *
 * @throws Behind
 */
export async function download(
  ports: Ports,
  answer: SyncAnswer,
  onDocuments: (count: number) => void,
): Promise<SyncEnd | null> {
  let lines: DocumentLine[] = [];
  for await (const line of answer.body) {
    if (isEnd(line)) {
      await apply(ports, lines, line);
      onDocuments(lines.length);
      return line;
    }
    lines.push(line);
    if (lines.length === LINES_A_BATCH_MAX) {
      await apply(ports, lines, null);
      onDocuments(lines.length);
      lines = [];
    }
  }
  await apply(ports, lines, null);
  onDocuments(lines.length);
  return null;
}

/** The documents that these operations are about. */
export function targetsOf(operations: readonly StoredOperation[]): ReadonlySet<string> {
  return new Set(operations.map(({ operation }) => operation.target));
}

async function apply(ports: Ports, lines: readonly DocumentLine[], end: SyncEnd | null): Promise<void> {
  const { outbox, documents, observer } = ports;
  // 15. The overlay drops an operation in the same moment as the documents that bear its effect come in.
  const cursor = advanced(documents.position.cursor, lines, end);
  const unsettled = await outbox.unsettled(ports.account().person.id);
  // A return is a supervisor's decision: it ends the wait of a quarantined operation too.
  const returned = new Set<string>(lines.filter((line) => "doc" in line).map(({ id }) => id));
  const isSettled = ({ id, result }: StoredOperation): boolean =>
    (end?.complete === true && isAbsorbed(result, cursor)) || (result !== null && returned.has(`return:${id}`));
  const settled = unsettled.filter(isSettled).map(({ id }) => id);
  const keep = targetsOf(unsettled.filter((operation) => !isSettled(operation)));
  // 16. Documents and cursor in one transaction.
  const changes = await documents.apply({ lines, end, keep, at: ports.now().toISOString() });
  observer.applied(changes, settled);
  await outbox.settle(settled);
}
