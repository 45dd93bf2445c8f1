/** What a round trip works with, and whom it tells. */
import type { SyncHeader } from "../protocol/types";
import type { Account } from "../store/account";
import type { DocumentStore } from "../store/documents";
import type { Changes } from "../store/held";
import type { Outbox, StoredOperation } from "../store/outbox";
import type { Transport } from "./transport";

export interface Progress {
  readonly documents: number;
  readonly bytes: number;
}

/** Told of each step when it is on disk. */
export interface Observer {
  /** These operations leave for the server. */
  sending(ids: readonly string[]): void;
  /** The server has answered. */
  answered(header: SyncHeader): void;
  /** These operations are in the archive, or set aside. */
  moved(operations: readonly StoredOperation[]): void;
  /** The documents have changed; the effects of these operations are in them, so that the overlay drops them. */
  applied(changes: Changes, settled: readonly string[]): void;
  /** The whole archive waits again, or all documents are forgotten. */
  reopened(): Promise<void>;
  /** Another tab has written: everything is loaded again. */
  behind(): Promise<void>;
  /** How much of the answers has arrived since the attempt began. */
  receiving(progress: Progress): void;
}

export interface Ports {
  readonly build: string;
  readonly transport: Transport;
  readonly outbox: Outbox;
  readonly documents: DocumentStore;
  readonly observer: Observer;
  account(): Account;
  renewToken(token: string): Promise<void>;
  /** The phone's own time. */
  now(): Date;
}
