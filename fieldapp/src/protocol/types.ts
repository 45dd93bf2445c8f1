/** The messages of docs/protocol.md, field by field as they travel. */
import type { Language, Role } from "./codes";
import type { DocumentBody, DocumentId, Instant } from "./documents";
import type { Operation } from "./operations";

export const PROTOCOL_VERSION = 2;
export const OPERATIONS_A_BATCH_MAX = 200;
export const BATCH_BYTES_MAX = 256 * 1024;
export const OPERATION_BYTES_MAX = 64 * 1024;
/** A bucket's documents lie in so many slots, by hash, each with a sum of its own (step 11). */
export const SLOTS = 256;
export const MENDED_BUCKETS_MAX = 4;
export const MENDED_SLOTS_MAX = 64;
export const BUCKETS_MAX = 64;
/** Of an answer or a snapshot, decompressed: a page of 1 MiB with its header and its end, and room to spare. */
export const ANSWER_BYTES_MAX = 2 * 1024 * 1024;
/** In so many bytes there are not so many lines that say anything. */
export const ANSWER_LINES_MAX = 50_000;
/** Of one line, in UTF-16 units: a whole page is not larger. */
export const LINE_LENGTH_MAX = 1024 * 1024;
/** Of the answer to joining, or of a refusal, decompressed. */
export const WHOLE_BYTES_MAX = 64 * 1024;
/** Arrays and objects inside one another; keeps every walk over a message from exhausting the stack. */
export const JSON_DEPTH_MAX = 64;

/** How far the device has read, or where an operation's effects were stamped: a version a bucket. */
export type Versions = Readonly<Record<string, number>>;

export interface JoinRequest {
  readonly code: string;
  readonly device_name: string;
  readonly language: Language;
}

export interface JoinResponse {
  readonly token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly device: string;
  /** `id` is the key alone: the person's document is `person:<id>`. */
  readonly person: { readonly id: string; readonly name: string; readonly roles: readonly Role[]; readonly language: Language };
  readonly server: { readonly name: string; readonly time_zone: string };
}

export interface SyncRequest {
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly build: string;
  readonly person: string;
  readonly stream: string;
  readonly epoch: string | null;
  readonly sent_at: Instant;
  readonly cursor: Versions;
  readonly pending: { readonly count: number; readonly oldest_recorded_at: Instant | null };
  readonly operations: readonly Operation[];
  /** Operations are taken, nothing is read. */
  readonly pull?: false;
  /** Buckets whose first reading is not complete, with the floor told when it began (step 10). */
  readonly reading?: Versions;
  readonly snapshots?: true;
  /** The end is to bear the checks of all buckets. */
  readonly check?: true;
  /** The slots to be sent whole; null asks for the sums of all slots (step 11). */
  readonly mend?: Slots<readonly number[] | null>;
  /** Buckets that still differ after all that. */
  readonly differs?: readonly string[];
}

/** Slots by bucket. */
export type Slots<T = readonly number[]> = Readonly<Record<string, T>>;

export interface OperationResult {
  readonly id: string;
  readonly status: "applied" | "flagged" | "quarantined" | "later";
  readonly at: Versions;
  readonly flags: readonly string[];
  readonly reason: string | null;
}

export interface SyncHeader {
  readonly epoch: string;
  readonly server_time: Instant;
  readonly token?: string;
  readonly results: readonly OperationResult[];
  readonly scope: { readonly add: readonly string[]; readonly drop: readonly string[]; readonly reset?: readonly string[] };
  /** Of the buckets whose reading starts in this answer, where not 0. */
  readonly floors?: Versions;
  /** What to get, in this order, in place of a bucket's lines. */
  readonly snapshots?: Readonly<Record<string, readonly string[]>>;
  /** The slots of which this answer has all current documents. */
  readonly mended?: Slots;
  readonly backup_through?: Instant | null;
}

export type DocumentLine =
  | { readonly b: string; readonly v: number; readonly id: DocumentId; readonly r: number; readonly doc: DocumentBody; readonly m?: boolean }
  | { readonly b: string; readonly v: number; readonly id: DocumentId; readonly r: number; readonly deleted: true };

/** A document as it is now, whatever the cursor: one of a slot that is sent whole. */
export type MendedLine = Extract<DocumentLine, { doc: DocumentBody }>;

export interface BucketCheck {
  readonly count: number;
  readonly sum: number;
}

export interface SyncEnd {
  readonly cursor: Versions;
  readonly complete: boolean;
  readonly checks: Readonly<Record<string, BucketCheck>>;
  /** The sums of all slots of the buckets that were asked for. */
  readonly slots?: Slots;
  readonly next_s: number;
}

/** RFC 9457 problem JSON with a stable `code`. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly errors: Readonly<Record<string, readonly string[]>>;
}
