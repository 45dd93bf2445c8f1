/**
 * The outbox and its archive: every operation recorded on this phone (docs/protocol.md, steps 14, 15, 17 and 20).
 *
 * The schema is frozen: a later build may add a database beside this one, never change it, so that any build can drain
 * or export what another one recorded. `waiting` is the outbox; `acknowledged` (still in the overlay) and `settled`
 * (its effect has arrived in the documents) are the archive. Every record belongs to the person who made it.
 */
import type { DBSchema } from "idb";
import type { Instant } from "../protocol/documents";
import type { Operation } from "../protocol/operations";
import type { OperationResult, SyncHeader } from "../protocol/types";
import { uuid7 } from "../protocol/uuid7";
import { Connection } from "./connection";

export type OperationState = "waiting" | "acknowledged" | "settled";

/** The server refused an operation again and again, also alone: it waits until somebody says to try again (step 20). */
export interface SetAside {
  /** The server's code. */
  readonly code: string;
  readonly at: Instant;
}

export interface StoredOperation {
  readonly id: string;
  /** The person's key. */
  readonly person: string;
  readonly sequence: number;
  readonly state: OperationState;
  readonly recorded_at: Instant;
  readonly acknowledged_at: Instant | null;
  readonly operation: Operation;
  readonly result: OperationResult | null;
  /** The server's history in which it was acknowledged; an older build did not note it. */
  readonly epoch?: string;
  /** An older build knows nothing of it, and simply sends the operation. */
  readonly set_aside?: SetAside;
}

export interface Batch {
  readonly operations: readonly Operation[];
  /** What waits after this batch, what is set aside included. */
  readonly left: { readonly count: number; readonly oldest_recorded_at: Instant | null };
  /** Whether something is left that is not set aside. */
  readonly has_more: boolean;
}

interface Schema extends DBSchema {
  operations: {
    key: string;
    value: StoredOperation;
    indexes: { by_state: [OperationState, string, number]; by_person: [string, number] };
  };
  meta: { key: "stream" | "next_sequence"; value: string | number };
}

const NAME = "kierros-outbox";
const PRUNED_AT_ONCE_MAX = 1_000;

export class Outbox {
  readonly #connection = new Connection<Schema>(NAME, 1, (database) => {
    const operations = database.createObjectStore("operations", { keyPath: "id" });
    operations.createIndex("by_state", ["state", "person", "sequence"]);
    operations.createIndex("by_person", ["person", "sequence"]);
    const meta = database.createObjectStore("meta");
    void meta.put(uuid7(), "stream");
    void meta.put(1, "next_sequence");
  });

  /** The UUID made together with this database. */
  async stream(): Promise<string> {
    const transaction = await this.#connection.transaction(["meta"], "readonly");
    return String(await transaction.objectStore("meta").get("stream"));
  }

  /**
   * Stores the operation that `make` builds around its sequence number; resolves when it is on disk.
   *
   * @throws DOMException when it could not be stored: then nothing was.
   */
  async record(person: string, make: (sequence: number) => Operation): Promise<StoredOperation> {
    // 14. One strict transaction for the operation and the next number.
    const transaction = await this.#connection.transaction(["operations", "meta"], "readwrite", { durability: "strict" });
    const meta = transaction.objectStore("meta");
    const sequence = Number(await meta.get("next_sequence"));
    const operation = make(sequence);
    const { id, recorded_at } = operation;
    const stored: StoredOperation = { id, person, sequence, state: "waiting", recorded_at, acknowledged_at: null, operation, result: null };
    await Promise.all([
      transaction.objectStore("operations").add(stored),
      meta.put(sequence + 1, "next_sequence"),
      transaction.done,
    ]);
    return stored;
  }

  /**
   * The oldest waiting operations within both bounds (at least one, however large), and what is left after them. What is
   * set aside is passed over.
   */
  async nextBatch(person: string, operations_max: number, bytes_max: number): Promise<Batch> {
    const transaction = await this.#connection.transaction(["operations"], "readonly");
    const index = transaction.objectStore("operations").index("by_state");
    const count = await index.count(stateOf("waiting", person));
    const operations: Operation[] = [];
    let bytes = 0;
    let oldest_left: StoredOperation | null = null;
    let cursor = await index.openCursor(stateOf("waiting", person));
    while (cursor) {
      const stored = cursor.value;
      if (stored.set_aside) {
        oldest_left ??= stored;
      } else {
        bytes += jsonBytes(stored.operation);
        if (operations.length === operations_max || (bytes > bytes_max && operations.length > 0)) {
          oldest_left ??= stored;
          break;
        }
        operations.push(stored.operation);
      }
      cursor = await cursor.continue();
    }
    return {
      operations,
      left: { count: count - operations.length, oldest_recorded_at: oldest_left?.recorded_at ?? null },
      has_more: cursor !== null,
    };
  }

  /** Moves the operations of final results into the archive, in one transaction; gives those that were waiting. */
  async acknowledge(
    results: readonly OperationResult[],
    { server_time, epoch }: Pick<SyncHeader, "server_time" | "epoch">,
  ): Promise<readonly StoredOperation[]> {
    if (results.length === 0) {
      return [];
    }
    const transaction = await this.#connection.transaction(["operations"], "readwrite");
    const operations = transaction.objectStore("operations");
    const moved: StoredOperation[] = [];
    for (const result of results) {
      // `later` is no result: the operation keeps waiting.
      const stored = result.status === "later" ? undefined : await operations.get(result.id);
      if (stored?.state === "waiting") {
        const archived: StoredOperation = { ...withoutSetAside(stored), state: "acknowledged", acknowledged_at: server_time, result, epoch };
        moved.push(archived);
        void operations.put(archived);
      }
    }
    await transaction.done;
    return moved;
  }

  /** Sets a waiting operation aside; gives it, or null when it waits no more. */
  async setAside(id: string, set_aside: SetAside): Promise<StoredOperation | null> {
    return this.#changeWaiting(id, (stored) => ({ ...stored, set_aside }));
  }

  /** Lets an operation that was set aside be sent again; gives it, or null when it waits no more. */
  async tryAgain(id: string): Promise<StoredOperation | null> {
    return this.#changeWaiting(id, withoutSetAside);
  }

  /** What the overlay still needs: waiting and acknowledged operations in the order they were recorded. */
  async unsettled(person: string): Promise<readonly StoredOperation[]> {
    const transaction = await this.#connection.transaction(["operations"], "readonly");
    const index = transaction.objectStore("operations").index("by_state");
    const [waiting, acknowledged] = await Promise.all([
      index.getAll(stateOf("waiting", person)),
      index.getAll(stateOf("acknowledged", person)),
    ]);
    return [...acknowledged, ...waiting].sort((a, b) => a.sequence - b.sequence);
  }

  /** Notes that the effects of these acknowledged operations have arrived in the documents. */
  async settle(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) {
      return;
    }
    const transaction = await this.#connection.transaction(["operations"], "readwrite");
    const operations = transaction.objectStore("operations");
    for (const id of ids) {
      const stored = await operations.get(id);
      if (stored?.state === "acknowledged") {
        void operations.put({ ...stored, state: "settled" });
      }
    }
    await transaction.done;
  }

  /**
   * Puts back into the outbox what was acknowledged in another history of the server's than this one (step 13); gives how
   * many operations.
   */
  async reopenArchive(person: string, epoch: string): Promise<number> {
    const transaction = await this.#connection.transaction(["operations"], "readwrite", { durability: "strict" });
    const operations = transaction.objectStore("operations");
    const all = await operations.index("by_person").getAll(allOf(person));
    const others = all.filter((stored) => stored.state !== "waiting" && stored.epoch !== epoch);
    for (const { epoch: _epoch, ...stored } of others) {
      void operations.put({ ...stored, state: "waiting", acknowledged_at: null, result: null });
    }
    await transaction.done;
    return others.length;
  }

  /** How many operations of this person wait. */
  async waitingCount(person: string): Promise<number> {
    const transaction = await this.#connection.transaction(["operations"], "readonly");
    return transaction.objectStore("operations").index("by_state").count(stateOf("waiting", person));
  }

  /** How many operations of anybody else wait. */
  async waitingCountOfOthers(person: string): Promise<number> {
    const transaction = await this.#connection.transaction(["operations"], "readonly");
    const index = transaction.objectStore("operations").index("by_state");
    const everybody = IDBKeyRange.bound(["waiting"], ["waiting", []]);
    const [all, own] = await Promise.all([index.count(everybody), index.count(stateOf("waiting", person))]);
    return all - own;
  }

  /** The person's operations in the order they were recorded; the last `limit` numbers only, when given. */
  async recorded(person: string, limit = Infinity): Promise<readonly StoredOperation[]> {
    const transaction = await this.#connection.transaction(["operations", "meta"], "readonly");
    const next = Number(await transaction.objectStore("meta").get("next_sequence"));
    return transaction.objectStore("operations").index("by_person").getAll(allOf(person, Math.max(next - limit, 0)));
  }

  /**
   * Deletes settled operations that were acknowledged before the instant and not after `backup_through`, a bounded number
   * at a time. All three are by the server's clock.
   */
  async prune(before: Instant, backup_through: Instant): Promise<void> {
    const transaction = await this.#connection.transaction(["operations"], "readwrite");
    const operations = transaction.objectStore("operations");
    const settled = await operations.index("by_state").getAll(IDBKeyRange.bound(["settled"], ["settled", []]), PRUNED_AT_ONCE_MAX);
    // As numbers: fractions of a second may be written with any number of digits.
    const [before_ms, backup_ms] = [Date.parse(before), Date.parse(backup_through)];
    for (const { id, acknowledged_at } of settled) {
      const acknowledged_ms = Date.parse(acknowledged_at ?? "");
      if (acknowledged_ms < before_ms && acknowledged_ms <= backup_ms) {
        void operations.delete(id);
      }
    }
    await transaction.done;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #changeWaiting(id: string, change: (stored: StoredOperation) => StoredOperation): Promise<StoredOperation | null> {
    const transaction = await this.#connection.transaction(["operations"], "readwrite");
    const operations = transaction.objectStore("operations");
    const stored = await operations.get(id);
    const changed = stored?.state === "waiting" ? change(stored) : null;
    if (changed) {
      void operations.put(changed);
    }
    await transaction.done;
    return changed;
  }
}

function withoutSetAside(stored: StoredOperation): StoredOperation {
  const { set_aside: _set_aside, ...others } = stored;
  return others;
}

/** The size of a value as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

function stateOf(state: OperationState, person: string): IDBKeyRange {
  // An array sorts after every number, so this ends the person's range.
  return IDBKeyRange.bound([state, person], [state, person, []]);
}

function allOf(person: string, from_sequence = 0): IDBKeyRange {
  return IDBKeyRange.bound([person, from_sequence], [person, []]);
}
