/**
 * Who this phone belongs to: the token and what joining told. In IndexedDB, not in localStorage, so that the service
 * worker can read it too and no script has it by name.
 */
import type { DBSchema } from "idb";
import type { JoinResponse } from "../protocol/types";
import { Connection } from "./connection";

export interface Account {
  readonly token: string;
  readonly device: string;
  readonly device_name: string;
  readonly person: JoinResponse["person"];
  readonly server: JoinResponse["server"];
}

interface Schema extends DBSchema {
  account: { key: "account"; value: Account };
}

export class AccountStore {
  readonly #connection = new Connection<Schema>("kierros-account", 1, (database) => {
    database.createObjectStore("account");
  });

  async load(): Promise<Account | null> {
    const transaction = await this.#connection.transaction(["account"], "readonly");
    return (await transaction.objectStore("account").get("account")) ?? null;
  }

  async save(account: Account): Promise<void> {
    const transaction = await this.#connection.transaction(["account"], "readwrite", { durability: "strict" });
    await Promise.all([transaction.objectStore("account").put(account, "account"), transaction.done]);
  }

  /** Replaces the token, unless another device or nobody is signed in by now. */
  async renew(device: string, token: string): Promise<void> {
    const transaction = await this.#connection.transaction(["account"], "readwrite", { durability: "strict" });
    const store = transaction.objectStore("account");
    const account = await store.get("account");
    if (account?.device === device) {
      void store.put({ ...account, token }, "account");
    }
    await transaction.done;
  }

  async clear(): Promise<void> {
    const transaction = await this.#connection.transaction(["account"], "readwrite", { durability: "strict" });
    await Promise.all([transaction.objectStore("account").clear(), transaction.done]);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
