/**
 * IndexedDB whose phone may die at any commit, or whose disk is full. It reaches into fake-indexeddb: only there can a
 * transaction end at the very moment before or after its commit, with nobody told.
 */
import { IDBFactory as FakeFactory, IDBTransaction as FakeTransaction } from "fake-indexeddb";
import { currentLife } from "./life";

interface RawStore {
  readonly records: { values(): Iterable<{ readonly key: unknown; readonly value: unknown }> };
}

interface RawDatabase {
  readonly version: number;
  readonly rawObjectStores: ReadonlyMap<string, RawStore>;
  transactions: RawTransaction[];
  connections: unknown[];
}

interface RawFactory {
  _databases: Map<string, RawDatabase>;
}

interface RawTransaction {
  _state: "active" | "inactive" | "committing" | "finished";
  readonly mode: IDBTransactionMode;
  readonly _requests: readonly { readonly request: IDBRequest }[];
  readonly _rollbackLog: (() => void)[];
  _start(): void;
  _abort(name: string): void;
}

/** When a phone dies, and whether its storage takes anything. */
export interface Fate {
  /** Told before a transaction that writes is committed. */
  beforeCommit(): "go_on" | "die" | "die_after" | "full";
  /** The phone has died. */
  die(): void;
}

const fates = new WeakMap<IDBFactory, Fate>();

/** A storage with nothing in it, or with what another one holds. */
export function makeStorage(fate: Fate, from?: IDBFactory): IDBFactory {
  const storage = new FakeFactory();
  if (from) {
    raw(storage)._databases = raw(from)._databases;
  }
  fates.set(storage, fate);
  return storage;
}

/** Lets go of a storage as it is in this moment: what was not committed is gone, and nobody is told. */
export function cutOff(storage: IDBFactory): void {
  for (const [name, database] of raw(storage)._databases) {
    for (const transaction of database.transactions) {
      if (transaction._state !== "finished") {
        rollBack(transaction);
      }
    }
    database.transactions = [];
    database.connections = [];
    if (database.version === 0) {
      raw(storage)._databases.delete(name);
    }
  }
}

/** What lies in a store; nothing when it is not there. */
export function* recordsIn<T>(storage: IDBFactory, database: string, store: string): Generator<T> {
  for (const { value } of storeIn(storage, database, store)?.records.values() ?? []) {
    yield structuredClone(value) as T;
  }
}

/** One value by its key. */
export function recordAt<T>(storage: IDBFactory, database: string, store: string, key: string): T | undefined {
  for (const record of storeIn(storage, database, store)?.records.values() ?? []) {
    if (record.key === key) {
      return structuredClone(record.value) as T;
    }
  }
  return undefined;
}

/** Makes every IndexedDB of this process subject to its phone's fate. */
export function makeStorageMortal(): void {
  const transactions = FakeTransaction.prototype as unknown as RawTransaction;
  const goOn = transactions._start;
  transactions._start = function _start(this: RawTransaction): void {
    const life = currentLife();
    const fate = life && fates.get(life.storage);
    if (!fate || this.mode === "readonly" || !isAboutToCommit(this)) {
      goOn.call(this);
      return;
    }
    switch (fate.beforeCommit()) {
      case "go_on":
        goOn.call(this);
        return;
      case "full":
        this._abort("QuotaExceededError");
        goOn.call(this);
        return;
      case "die_after":
        this._state = "finished";
        fate.die();
        return;
      case "die":
        fate.die();
        return;
    }
  };
}

function isAboutToCommit({ _state, _requests }: RawTransaction): boolean {
  return _state !== "finished" && _requests.every(({ request }) => request.readyState === "done");
}

function rollBack(transaction: RawTransaction): void {
  for (const undo of transaction._rollbackLog.reverse()) {
    undo();
  }
  transaction._state = "finished";
}

function storeIn(storage: IDBFactory, database: string, store: string): RawStore | undefined {
  return raw(storage)._databases.get(database)?.rawObjectStores.get(store);
}

function raw(storage: IDBFactory): RawFactory {
  return storage as unknown as RawFactory;
}
