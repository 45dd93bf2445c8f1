/** What this phone holds, in stores and in memory, and how both are brought to agree. */
import { batch, signal } from "@preact/signals";
import { documentId } from "../protocol/documents";
import { AccountStore } from "../store/account";
import type { Account } from "../store/account";
import { Behind, DocumentStore } from "../store/documents";
import { Outbox } from "../store/outbox";
import type { StoredOperation } from "../store/outbox";
import type { Environment } from "./environment";
import { Journal } from "./journal";
import { ServerClock } from "./server_clock";
import { ShownDocuments } from "./shown_documents";
import type { Session } from "./types";

// What "Sent and waiting" lists: several weeks of a busy worker. Everything that waits is listed in any case.
const LISTED_MAX = 1_000;

export class Phone {
  readonly accounts = new AccountStore();
  readonly outbox = new Outbox();
  readonly documents = new DocumentStore();
  readonly clock = new ServerClock();
  readonly session = signal<Session | null>(null);
  readonly shown = new ShownDocuments(() => this.session.peek()?.person.id ?? null);
  readonly journal = new Journal(
    (operation) => this.shown.find(documentId("decision", operation)) ?? this.shown.find(documentId("return", operation)) ?? null,
  );
  #account: Account | null = null;

  constructor(readonly environment: Environment) {}

  /** The account of whoever is signed in. */
  get account(): Account | null {
    return this.#account;
  }

  /** Loads account, documents and overlay from the stores: what the first screen needs, and no more. */
  async load(): Promise<void> {
    const account = await this.accounts.load();
    if (account === null) {
      this.forget();
      return;
    }
    await this.documents.load(account.person.id);
    this.#adopt(account);
    const { server_time, received_ms } = this.documents.position;
    this.clock.restore(server_time, received_ms);
    await this.loadOverlay();
  }

  /**
   * Shows the documents with the operations of the outbox over them, as the stores have them.
   *
   * The operations are read last, and taken over in the moment they are there: whatever is recorded meanwhile is either
   * among them or comes after.
   */
  async loadOverlay(): Promise<void> {
    const person = this.#account?.person.id;
    if (person === undefined) {
      return;
    }
    const unsettled = await this.outbox.unsettled(person);
    batch(() => {
      this.shown.reset(
        this.documents.copies(),
        unsettled.map(({ operation }) => operation),
      );
      this.journal.put(unsettled);
    });
  }

  /** Takes over what other tabs have written. */
  async refresh(): Promise<void> {
    const person = this.#account?.person.id;
    if (person !== undefined && (await this.documents.isBehind())) {
      await this.documents.load(person);
    }
    await this.loadOverlay();
    await this.loadArchive();
  }

  /** Adds the newest part of the archive to the journal. */
  async loadArchive(): Promise<void> {
    const person = this.#account?.person.id;
    if (person !== undefined) {
      this.journal.put(await this.outbox.recorded(person, LISTED_MAX));
    }
  }

  /** Lets an operation be sent again that was set aside: alone, so that it holds up nothing else (step 20). */
  async tryAgain(id: string): Promise<void> {
    const stored = await this.outbox.tryAgain(id);
    if (stored) {
      this.journal.put([stored]);
      await this.documents.note({ refusal: { code: "", first: id, times: 0, operations_max: 1 } }).catch(orBehind);
    }
  }

  /** Takes a renewed token. */
  async renewToken(token: string): Promise<void> {
    if (this.#account) {
      this.#account = { ...this.#account, token };
      await this.accounts.renew(this.#account.device, token);
    }
  }

  /** Empties the memory; the stores stay as they are. */
  forget(): void {
    this.#account = null;
    batch(() => {
      this.session.value = null;
      this.shown.reset(new Map(), []);
      this.journal.reset([]);
    });
  }

  /** Everything this person has recorded here, whatever its state. */
  async recorded(): Promise<readonly StoredOperation[]> {
    return this.#account ? this.outbox.recorded(this.#account.person.id) : [];
  }

  async close(): Promise<void> {
    await Promise.all([this.accounts.close(), this.outbox.close(), this.documents.close()]);
  }

  #adopt(account: Account): void {
    if (this.#account?.person.id !== account.person.id) {
      this.forget();
    }
    this.#account = account;
    const { person, device, device_name, server } = account;
    this.session.value = { person: { ...person, id: documentId("person", person.id) }, device, device_name, server };
  }
}

/** Another tab has written: then its batches are as large as they are. */
function orBehind(error: unknown): void {
  if (!(error instanceof Behind)) {
    throw error;
  }
}
