/** IndexedDB that fails from the n-th transaction on, as when the phone dies or the disk is full. */
import { afterEach, beforeEach } from "vitest";

type Transaction = typeof IDBDatabase.prototype.transaction;

let left = Infinity;
let error_name = "UnknownError";

/** Lets so many transactions through, and no more, until told otherwise. */
export function failStorageAfter(transactions: number, name = "UnknownError"): void {
  left = transactions;
  error_name = name;
}

/** The storage is well again. */
export function mendStorage(): void {
  left = Infinity;
}

/** Makes IndexedDB fallible during the tests of the calling file. */
export function useFaultyStorage(): void {
  let original: Transaction | undefined;

  beforeEach(() => {
    const whole = IDBDatabase.prototype.transaction;
    original = whole;
    IDBDatabase.prototype.transaction = function fallible(this: IDBDatabase, ...parameters: Parameters<Transaction>) {
      if (left <= 0) {
        throw new DOMException("the storage failed", error_name);
      }
      left -= 1;
      return whole.apply(this, parameters);
    };
  });

  afterEach(() => {
    mendStorage();
    if (original) {
      IDBDatabase.prototype.transaction = original;
    }
  });
}
