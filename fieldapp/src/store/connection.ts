/**
 * A connection to one IndexedDB database that comes back after the browser closed it.
 *
 * Another tab with a newer build, or "clear site data", asks open connections to go (`versionchange`); iOS drops them
 * while the app sleeps. Both end in a closed connection here and a new one at the next use, never in a blocked tab.
 */
import { openDB } from "idb";
import type { DBSchema, IDBPDatabase, IDBPTransaction, OpenDBCallbacks, StoreNames } from "idb";

type Upgrade<Schema extends DBSchema> = NonNullable<OpenDBCallbacks<Schema>["upgrade"]>;

export class Connection<Schema extends DBSchema> {
  #database: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(
    private readonly name: string,
    private readonly version: number,
    private readonly upgrade: Upgrade<Schema>,
  ) {}

  /**
   * A transaction over the named stores.
   *
   * @throws DOMException when the database can't be opened.
   */
  async transaction<Names extends StoreNames<Schema>[], Mode extends "readonly" | "readwrite">(
    stores: Names,
    mode: Mode,
    options?: IDBTransactionOptions,
  ): Promise<IDBPTransaction<Schema, Names, Mode>> {
    const database = await this.#open();
    try {
      return database.transaction(stores, mode, options);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "InvalidStateError")) {
        throw error;
      }
      this.#database = null;
      return (await this.#open()).transaction(stores, mode, options);
    }
  }

  /** Closes the connection; the next transaction opens it again. */
  async close(): Promise<void> {
    const database = await this.#database?.catch(() => null);
    this.#database = null;
    database?.close();
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#database) {
      return this.#database;
    }
    const opening = this.#connect();
    this.#database = opening;
    void opening.catch(() => {
      // So that the next use tries again: a full disk may have room by then.
      this.#database = null;
    });
    return opening;
  }

  async #connect(): Promise<IDBPDatabase<Schema>> {
    return openDB<Schema>(this.name, this.version, {
      upgrade: this.upgrade,
      blocking: () => void this.close(),
      terminated: () => {
        this.#database = null;
      },
    });
  }
}
