/** Round trips until everything is sent and everything has come (docs/protocol.md; steps bear their numbers). */
import { localInstant } from "../protocol/instants";
import { BATCH_BYTES_MAX, OPERATIONS_A_BATCH_MAX, PROTOCOL_VERSION } from "../protocol/types";
import type { SyncEnd, SyncHeader, SyncRequest } from "../protocol/types";
import { Behind } from "../store/documents";
import type { Batch } from "../store/outbox";
import type { Position } from "../store/position";
import { download, targetsOf } from "./download";
import type { Ports } from "./ports";
import type { Failure, SyncAnswer } from "./transport";

export type SyncOutcome = { readonly kind: "done"; readonly next_ms: number } | Failure;

type Trip = { readonly kind: "again" } | SyncOutcome;

// A request's bytes beside its operations: 64 buckets in the cursor and a few ids.
const ENVELOPE_BYTES_MAX = 16 * 1024;
// 1,000 pages of 1 MiB, or 200,000 operations: far beyond a phone's life, but an end.
const TRIPS_MAX = 1_000;

/** Syncs until nothing waits and the server has nothing more, or until something fails. */
export async function sync(ports: Ports): Promise<SyncOutcome> {
  const trips = new Trips(ports);
  for (let trip = 0; trip < TRIPS_MAX; trip += 1) {
    const outcome = await trips.next();
    if (outcome.kind !== "again") {
      return outcome;
    }
  }
  return { kind: "done", next_ms: 0 };
}

class Trips {
  #operations_max = OPERATIONS_A_BATCH_MAX;
  #documents = 0;
  #bytes = 0;

  constructor(private readonly ports: Ports) {}

  async next(): Promise<Trip> {
    try {
      return await this.#trip();
    } catch (error) {
      if (!(error instanceof Behind)) {
        throw error;
      }
      await this.ports.observer.behind();
      return { kind: "again" };
    }
  }

  async #trip(): Promise<Trip> {
    const { outbox, transport, observer } = this.ports;
    const account = this.ports.account();
    const batch = await outbox.nextBatch(account.person.id, this.#operations_max, BATCH_BYTES_MAX - ENVELOPE_BYTES_MAX);
    const request = await this.#request(batch);
    observer.sending(batch.operations.map(({ id }) => id));
    const answer = await transport.sync(request, account.token);
    return answer.kind === "failure" ? this.#failed(answer, batch) : this.#answered(answer, batch);
  }

  async #request({ operations, left }: Batch): Promise<SyncRequest> {
    const { ports } = this;
    const { epoch, cursor } = ports.documents.position;
    return {
      protocol: PROTOCOL_VERSION,
      build: ports.build,
      person: ports.account().person.id,
      stream: await ports.outbox.stream(),
      epoch,
      sent_at: localInstant(ports.now()),
      cursor,
      pending: left,
      operations,
    };
  }

  #failed(failure: Failure, { operations }: Batch): Trip {
    if (failure.code === "batch_too_large" && operations.length > 1) {
      this.#operations_max = Math.ceil(operations.length / 2);
      return { kind: "again" };
    }
    return failure;
  }

  async #answered(answer: SyncAnswer, batch: Batch): Promise<Trip> {
    const { ports } = this;
    const { header } = answer;
    const received = ports.now();
    ports.observer.answered(header);
    if (header.token !== undefined) {
      await ports.renewToken(header.token);
    }
    const before = ports.documents.position;
    if (before.epoch !== null && before.epoch !== header.epoch) {
      await this.#startAfresh(header);
      return { kind: "again" };
    }
    const acknowledged = await this.#acknowledge(header);
    // 7. Buckets come and go; what the worker's own unanswered work is about stays on show.
    const keep = targetsOf(await ports.outbox.unsettled(ports.account().person.id));
    ports.observer.applied(await ports.documents.begin(header, received.getTime(), keep), []);
    const end = await download(ports, answer, (documents) => this.#count(documents, answer));
    this.#bytes += answer.bytes();
    if (end === null) {
      return CUT;
    }
    return end.complete ? this.#complete(end, batch, acknowledged) : this.#incomplete(before, acknowledged);
  }

  /** 13. The server's history is another one: the archive is sent again (ids deduplicate) and everything is read afresh. */
  async #startAfresh(header: SyncHeader): Promise<void> {
    const { outbox, documents, observer } = this.ports;
    // In this order: when the app is killed in between, the epoch is still the old one and this happens again.
    await outbox.reopenArchive(this.ports.account().person.id);
    await documents.startAfresh(header.epoch);
    await observer.reopened();
    await this.#acknowledge(header);
  }

  /** 15. Acknowledged operations go to the archive at once, before any document is read. Gives how many. */
  async #acknowledge(header: SyncHeader): Promise<number> {
    const archived = await this.ports.outbox.acknowledge(header.results, this.ports.now().toISOString());
    this.ports.observer.acknowledged(archived);
    return archived.length;
  }

  async #complete(end: SyncEnd, batch: Batch, acknowledged: number): Promise<Trip> {
    const { documents, reread } = this.ports;
    const differing = documents.differing(end.checks).filter((bucket) => !reread.has(bucket));
    if (differing.length > 0) {
      differing.forEach((bucket) => reread.add(bucket));
      await documents.reread(differing);
      return { kind: "again" };
    }
    if (acknowledged < batch.operations.length) {
      return NOT_NOW;
    }
    return batch.left.count > 0 ? { kind: "again" } : { kind: "done", next_ms: end.next_s * 1_000 };
  }

  #incomplete(before: Position, acknowledged: number): Trip {
    const { cursor } = this.ports.documents.position;
    const has_advanced = Object.entries(cursor).some(([bucket, version]) => version !== before.cursor[bucket]);
    return has_advanced || acknowledged > 0 ? { kind: "again" } : NOT_NOW;
  }

  #count(documents: number, answer: SyncAnswer): void {
    this.#documents += documents;
    this.ports.observer.receiving({ documents: this.#documents, bytes: this.#bytes + answer.bytes() });
  }
}

/** The answer broke off: the next request goes on behind the last whole line. */
const CUT: Failure = { kind: "failure", code: "network", status: null, retry_after_ms: null };
/** The server answered `later`, or nothing, for an operation: it is kept and sent again after a while. */
const NOT_NOW: Failure = { kind: "failure", code: "busy", status: null, retry_after_ms: null };
