/** What the screens read and do, as types. */
import type { ReadonlySignal } from "@preact/signals";
import type { Language, Role } from "../protocol/codes";
import type { AnyDocument, Decision, DocumentId, DocumentType, DocumentTypes, Instant, Return } from "../protocol/documents";
import type { Operation, OperationKind, Payload, Seen, Target } from "../protocol/operations";

export interface Session {
  readonly person: { readonly id: DocumentId<"person">; readonly name: string; readonly roles: readonly Role[]; readonly language: Language };
  readonly device: string;
  readonly device_name: string;
  readonly server: { readonly name: string; readonly time_zone: string };
}

/**
 * `code` is the server's (`code_unknown`, `code_used`, `code_expired`, `invalid_request`, `rate_limited`, …), or one of
 * ours: `network` (no answer), `not_an_answer` (something else than the server answered), `outbox_not_empty` (another
 * person's work still waits on this phone), `storage` (the phone could not save the account).
 */
export type JoinOutcome = { readonly ok: true } | { readonly ok: false; readonly code: string };

/** `waiting`: how many operations would be lost. */
export type SignOutOutcome = { readonly ok: true } | { readonly ok: false; readonly waiting: number };

/**
 * - `saved`: on this phone only.
 * - `sent`: on its way to the server, no answer yet.
 * - `accepted`: the server has it and applied it.
 * - `flagged`: applied, and shown to a supervisor (`flags`).
 * - `needs_look`: kept by the server, not applied (`reason`): a supervisor decides.
 * - `applied_later`, `dismissed`, `sent_back`: what the supervisor decided (`decision`).
 * - `decided`: the same, when the phone no longer has the decision.
 * - `set_aside`: on this phone only; the server refused it again and again (`reason`), and it waits for the worker.
 */
export type EntryState =
  | "saved"
  | "sent"
  | "set_aside"
  | "accepted"
  | "flagged"
  | "needs_look"
  | "applied_later"
  | "dismissed"
  | "sent_back"
  | "decided";

export interface OutboxEntry {
  readonly operation: Operation;
  readonly state: EntryState;
  readonly flags: readonly string[];
  readonly reason: string | null;
  readonly recorded_at: Instant;
  readonly acknowledged_at: Instant | null;
  readonly decision: Decision | Return | null;
}

export type SyncPhase = "idle" | "syncing" | "offline" | "failed" | "signed_out" | "access_ended" | "update_needed";

export interface SyncStatus {
  /**
   * `signed_out`: the server no longer knows this device; everything is kept, joining again as the same person sends it.
   * `access_ended`: the documents are gone, what was recorded is kept and sent. `update_needed`: app and server speak too
   * differently for anything to be read; what is recorded is sent.
   */
  readonly phase: SyncPhase;
  readonly last_success_at: Instant | null;
  /** Since when nothing has got through; null while all is well. */
  readonly failing_since: Instant | null;
  readonly waiting: number;
  /** A problem's code, or `network`, `not_an_answer`, `storage`. */
  readonly error_code: string | null;
  /** While the first download runs: documents and bytes (before compression) so far. */
  readonly first_download: { readonly documents: number; readonly bytes: number } | null;
  /** Whether the browser promised not to evict our storage; null while unknown. */
  readonly persisted: boolean | null;
  /** Bytes, null when the browser does not tell. */
  readonly storage_used: number | null;
}

/**
 * Whether an alert wakes this phone. `unconfirmed`: wanted and allowed, but the server does not know yet (no network).
 * `denied`: the browser was told never to ask again.
 */
export type NotificationState = "not_supported" | "denied" | "off" | "unconfirmed" | "on";

/** What the worker did could not be stored: the screen must say that it is NOT saved. */
export class NotSaved extends Error {
  constructor(
    readonly code: "quota" | "storage" | "no_session" | "too_large",
    options?: ErrorOptions,
  ) {
    super(`not saved: ${code}`, options);
    this.name = "NotSaved";
  }
}

export interface Device {
  readonly session: ReadonlySignal<Session | null>;
  readonly ready: ReadonlySignal<boolean>;
  readonly language: ReadonlySignal<Language>;
  start(): Promise<void>;
  join(code: string, device_name: string, language: Language): Promise<JoinOutcome>;
  signOut(): Promise<SignOutOutcome>;
  setLanguage(language: Language): void;

  readonly documents: ReadonlySignal<ReadonlyMap<string, AnyDocument>>;
  byType<K extends DocumentType>(type: K): ReadonlySignal<readonly DocumentTypes[K][]>;
  find<K extends DocumentType>(id: DocumentId<K> | null | undefined): DocumentTypes[K] | undefined;

  record<K extends OperationKind>(kind: K, target: Target<K>, payload: Payload<K>, seen?: Seen<K>): Promise<void>;

  readonly entries: ReadonlySignal<readonly OutboxEntry[]>;
  readonly waitingCount: ReadonlySignal<number>;
  exportFile(): Promise<Blob>;
  /** Sends an operation again that was set aside; resolves when the attempt has ended. */
  tryAgain(id: string): Promise<void>;

  readonly status: ReadonlySignal<SyncStatus>;
  syncNow(): Promise<void>;

  readonly notifications: ReadonlySignal<NotificationState>;
  /** Only in answer to a tap: the browser may ask the person. */
  turnOnNotifications(): Promise<void>;
  turnOffNotifications(): Promise<void>;
}
