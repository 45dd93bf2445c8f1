/** Round trips until everything is sent and everything has come (docs/protocol.md; steps bear their numbers). */
import { localInstant } from "../protocol/instants";
import { BATCH_BYTES_MAX, OPERATIONS_A_BATCH_MAX, PROTOCOL_VERSION } from "../protocol/types";
import type { SyncEnd, SyncHeader, SyncRequest } from "../protocol/types";
import { Behind } from "../store/documents";
import type { Batch } from "../store/outbox";
import type { Position } from "../store/position";
import { download, targetsOf } from "./download";
import { Mending } from "./mending";
import type { Ports } from "./ports";
import { eased, halved, isRefusal, isTooOften, refused } from "./refusals";
import { Snapshots } from "./snapshots";
import type { Body, Failure, SyncAnswer } from "./transport";

/** The server takes what is sent, and gives nothing: the person's access has ended, or the app and it speak too differently. */
export type Limit = "access_ended" | "protocol_too_old" | "protocol_too_new";

export type SyncOutcome =
  | { readonly kind: "done"; readonly next_ms: number }
  /** All that could be sent is sent. */
  | { readonly kind: "limited"; readonly code: Limit }
  | Failure;

type Trip = { readonly kind: "again" } | SyncOutcome;

// A request's bytes beside its operations: 64 buckets in the cursor and what is asked about them.
const ENVELOPE_BYTES_MAX = 32 * 1024;
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
  readonly #bodies = new Set<Pick<Body, "bytes">>();
  /** Why nothing may be read in this attempt. */
  #limit: Limit | null = null;
  /** The operation that was refused too often: a request without it shows whether it is to blame. */
  #accused: string | null = null;
  readonly #mending: Mending;
  readonly #snapshots: Snapshots;

  constructor(private readonly ports: Ports) {
    this.#mending = new Mending(ports.documents);
    this.#snapshots = new Snapshots(ports);
  }

  async next(): Promise<Trip> {
    try {
      return await this.#trip();
    } catch (error) {
      if (!(error instanceof Behind)) {
        throw error;
      }
      await this.#catchUp();
      return { kind: "again" };
    }
  }

  /** 13. Another tab may have met another history, while this one took an answer of the old one for good. */
  async #catchUp(): Promise<void> {
    const { outbox, documents, observer } = this.ports;
    await observer.behind();
    const { epoch } = documents.position;
    if (epoch !== null && (await outbox.reopenArchive(this.ports.account().person.id, epoch)) > 0) {
      await observer.reopened();
    }
  }

  async #trip(): Promise<Trip> {
    const { outbox, documents, transport, observer } = this.ports;
    const account = this.ports.account();
    const allowed = Math.min(this.#operations_max, documents.position.refusal?.operations_max ?? OPERATIONS_A_BATCH_MAX);
    const operations_max = this.#accused === null ? allowed : 0;
    const batch = await outbox.nextBatch(account.person.id, operations_max, BATCH_BYTES_MAX - ENVELOPE_BYTES_MAX);
    if (this.#limit !== null && batch.operations.length === 0 && this.#accused === null) {
      return { kind: "limited", code: this.#limit };
    }
    const request = await this.#request(batch);
    observer.sending(batch.operations.map(({ id }) => id));
    const answer = await transport.sync(request, account.token);
    return answer.kind === "failure" ? this.#failed(answer, batch) : this.#answered(answer, request, batch);
  }

  async #request({ operations, left }: Batch): Promise<SyncRequest> {
    const { ports } = this;
    const { epoch, cursor, reading } = ports.documents.position;
    const pulls = {
      ...(Object.keys(reading).length > 0 && { reading }),
      ...this.#snapshots.asks(),
      ...this.#mending.asks(),
    };
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
      ...(this.#limit === null ? pulls : { pull: false }),
    };
  }

  async #failed(failure: Failure, { operations }: Batch): Promise<Trip> {
    const limit = limitOf(failure);
    if (limit !== null) {
      return this.#limited(limit, failure);
    }
    if (failure.code === "batch_too_large" && operations.length > 1) {
      this.#operations_max = Math.ceil(operations.length / 2);
      return { kind: "again" };
    }
    this.#accused = null;
    return isRefusal(failure, operations.length) ? this.#refused(failure, operations) : failure;
  }

  /** 20. Nothing may be read any more; what waits is sent all the same. */
  async #limited(limit: Limit, failure: Failure): Promise<Trip> {
    const { documents, observer } = this.ports;
    if (this.#limit !== null) {
      return failure;
    }
    this.#limit = limit;
    if (limit === "access_ended" && !documents.position.has_access_ended) {
      await documents.endAccess();
      await observer.reopened();
    }
    return { kind: "again" };
  }

  /** 20. A batch refused too often is halved; a lone operation is set aside, if the server answers without it. */
  async #refused(failure: Failure, operations: Batch["operations"]): Promise<Trip> {
    const { documents } = this.ports;
    const refusal = refused(documents.position.refusal, failure.code, operations);
    if (!isTooOften(refusal)) {
      await documents.note({ refusal });
      return failure;
    }
    if (operations.length > 1) {
      await documents.note({ refusal: halved(refusal, operations.length) });
    } else {
      await documents.note({ refusal });
      this.#accused = refusal.first;
    }
    return { kind: "again" };
  }

  async #answered(answer: SyncAnswer, request: SyncRequest, batch: Batch): Promise<Trip> {
    const { ports } = this;
    const header = { ...answer.header, results: resultsOf(batch, answer.header) };
    const received = ports.now();
    ports.observer.answered(header);
    if (header.token !== undefined) {
      await ports.renewToken(header.token);
    }
    await this.#setAccusedAside(header);
    const before = ports.documents.position;
    if (before.epoch !== header.epoch && (await this.#startAfresh(header))) {
      await answer.abandon();
      return { kind: "again" };
    }
    const acknowledged = await this.#acknowledge(header);
    if (this.#limit !== null) {
      await answer.abandon();
      await ports.documents.begin({ ...header, scope: { add: [], drop: [] }, floors: {} }, received.getTime(), new Set());
      return isAllTaken(batch, header) ? { kind: "again" } : NOT_NOW;
    }
    // 7. Buckets come and go; what the worker's own unanswered work is about stays on show.
    const keep = targetsOf(await ports.outbox.unsettled(ports.account().person.id));
    ports.observer.applied(await ports.documents.begin(header, received.getTime(), keep), []);
    const end = await download(ports, answer, (documents) => this.#count(documents, answer));
    if (end === null) {
      return CUT;
    }
    if (end.complete) {
      return this.#complete(header, end, request, batch);
    }
    return (await this.#snapshots.read(header, (documents, body) => this.#count(documents, body)))
      ? { kind: "again" }
      : this.#incomplete(before, acknowledged);
  }

  /**
   * 13. The server's history is another one: the archive is sent again (ids deduplicate) and everything is read afresh.
   * The documents may have been forgotten, and the epoch with them: then the archive tells. False when nothing is old.
   */
  async #startAfresh(header: SyncHeader): Promise<boolean> {
    const { outbox, documents, observer } = this.ports;
    const is_known = documents.position.epoch !== null;
    // In this order: when the app is killed in between, the epoch is still the old one and this happens again.
    const reopened = await outbox.reopenArchive(this.ports.account().person.id, header.epoch);
    if (!is_known && reopened === 0) {
      return false;
    }
    if (is_known) {
      await documents.startAfresh(header.epoch);
    }
    await observer.reopened();
    await this.#acknowledge(header);
    return true;
  }

  /** 15. Acknowledged operations go to the archive at once, before any document is read. Gives how many. */
  async #acknowledge(header: SyncHeader): Promise<number> {
    const { outbox, documents, observer } = this.ports;
    const archived = await outbox.acknowledge(header.results, header);
    observer.moved(archived);
    const { refusal } = documents.position;
    if (archived.length > 0 && refusal !== null) {
      await documents.note({ refusal: eased(refusal) });
    }
    return archived.length;
  }

  /** 20. The server answers without the operation, so it is the operation that it refuses. */
  async #setAccusedAside({ server_time }: SyncHeader): Promise<void> {
    const { outbox, documents, observer } = this.ports;
    const { refusal } = documents.position;
    if (this.#accused === null || refusal === null) {
      return;
    }
    const stored = await outbox.setAside(this.#accused, { code: refusal.code, at: server_time });
    observer.moved(stored ? [stored] : []);
    this.#accused = null;
  }

  async #complete(header: SyncHeader, end: SyncEnd, request: SyncRequest, batch: Batch): Promise<Trip> {
    if (await this.#mending.conclude(request, header, end)) {
      return { kind: "again" };
    }
    if (!isAllTaken(batch, header)) {
      return NOT_NOW;
    }
    return batch.has_more ? { kind: "again" } : { kind: "done", next_ms: end.next_s * 1_000 };
  }

  #incomplete(before: Position, acknowledged: number): Trip {
    const { cursor } = this.ports.documents.position;
    const has_advanced = Object.entries(cursor).some(([bucket, version]) => version !== before.cursor[bucket]);
    return has_advanced || acknowledged > 0 ? { kind: "again" } : NOT_NOW;
  }

  #count(documents: number, body: Pick<Body, "bytes">): void {
    this.#documents += documents;
    this.#bodies.add(body);
    const bytes = [...this.#bodies].reduce((sum, each) => sum + each.bytes(), 0);
    this.ports.observer.receiving({ documents: this.#documents, bytes });
  }
}

/** 15. A result for what this request did not bring acknowledges nothing: the server can't have it. */
function resultsOf({ operations }: Batch, { results }: SyncHeader): SyncHeader["results"] {
  const sent = new Set<string>(operations.map(({ id }) => id));
  return results.filter(({ id }) => sent.has(id));
}

/** Whether every operation of the batch has a final result, whichever tab archived it. */
function isAllTaken({ operations }: Batch, { results }: SyncHeader): boolean {
  const final = new Set(results.filter(({ status }) => status !== "later").map(({ id }) => id));
  return operations.every(({ id }) => final.has(id));
}

function limitOf({ code, status }: Failure): Limit | null {
  if (code === "access_ended" || code === "protocol_too_new") {
    return code;
  }
  return status === 426 ? "protocol_too_old" : null;
}

/** The answer broke off: the next request goes on behind the last whole line. */
const CUT: Failure = { kind: "failure", code: "network", status: null, retry_after_ms: null };
/** The server answered `later`, or nothing, for an operation: it is kept and sent again after a while. */
const NOT_NOW: Failure = { kind: "failure", code: "busy", status: null, retry_after_ms: null };
