/** Reading what the server sent: as much as must be right before it is acted upon, and not more. */
import { isInstant } from "./instants";
import { JSON_DEPTH_MAX, SLOTS } from "./types";
import type { DocumentLine, JoinResponse, MendedLine, OperationResult, Problem, SyncEnd, SyncHeader } from "./types";

type Json = Readonly<Record<string, unknown>>;

/** In UTF-16 units: 100 characters may be twice as many. */
const NAME_LENGTH_MAX = 200;
const TOKEN_LENGTH_MAX = 4096;
/** A status that this build does not know acknowledges nothing. */
const STATUSES: ReadonlySet<string> = new Set<OperationResult["status"]>(["applied", "flagged", "quarantined", "later"]);

/** A value of one text of JSON; undefined when it is none, or nested too deep to be walked over or stored. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(JSON_DEPTH_MAX, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** A response's first line; null when it is no header, so that nothing is taken for acknowledged. */
export function parseHeader(value: unknown): SyncHeader | null {
  if (!isObject(value)) {
    return null;
  }
  const { epoch, server_time, token, results, scope, floors, snapshots, mended, backup_through } = value;
  const is_header =
    isName(epoch) &&
    isInstant(server_time) &&
    isAbsentOr(token, isToken) &&
    (backup_through === null || isAbsentOr(backup_through, isInstant)) &&
    Array.isArray(results) &&
    results.every(isResult) &&
    isScope(scope) &&
    isAbsentOr(floors, isVersions) &&
    isAbsentOr(snapshots, (lists) => isEach(lists, isTexts)) &&
    isAbsentOr(mended, (lists) => isEach(lists, isSlots));
  // The fields were looked at one by one above.
  return is_header ? (value as unknown as SyncHeader) : null;
}

/** A later line: a document, the end, or null for what this build can't read (a newer server's, or a broken one). */
export function parseBodyLine(value: unknown): DocumentLine | SyncEnd | null {
  if (!isObject(value)) {
    return null;
  }
  if (isEnd(value)) {
    return value;
  }
  return isDocumentLine(value) ? readable(value) : null;
}

/** Whether a line is the end of its page. */
export function isEnd(line: object): line is SyncEnd {
  return (
    "cursor" in line &&
    isVersions(line.cursor) &&
    "complete" in line &&
    typeof line.complete === "boolean" &&
    "checks" in line &&
    isEach(line.checks, isCheck) &&
    "next_s" in line &&
    isCount(line.next_s) &&
    (!("slots" in line) || isEach(line.slots, isSums))
  );
}

/** Whether a line belongs to a slot that is sent whole. */
export function isMended(line: DocumentLine): line is MendedLine {
  return "doc" in line && line.m === true;
}

/** The answer to joining; null when it is none. */
export function parseJoined(value: unknown): JoinResponse | null {
  if (!isObject(value)) {
    return null;
  }
  const { token, device, person, server } = value;
  return isToken(token) && isName(device) && isJoinedPerson(person) && isObject(server) && isName(server["name"]) ? (value as unknown as JoinResponse) : null;
}

/** Problem JSON; null when the body is none of ours. */
export function parseProblem(value: unknown): Problem | null {
  if (!isObject(value) || !isCode(value["code"]) || typeof value["status"] !== "number") {
    return null;
  }
  const { status, code, title, detail, errors } = value;
  return {
    status,
    code,
    title: typeof title === "string" ? title : code,
    detail: typeof detail === "string" ? detail : null,
    errors: isObject(errors) ? (errors as Problem["errors"]) : {},
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(depth - 1, inner));
}

/** A name of what every object has would be found in every record of names. */
function isName(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= NAME_LENGTH_MAX && !(value in Object.prototype);
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isName);
}

/** RFC 6750, 2.1: whatever else a token held would break every request that bears it. */
function isToken(value: unknown): value is string {
  return typeof value === "string" && value.length <= TOKEN_LENGTH_MAX && /^[A-Za-z0-9._~+/-]+=*$/.test(value);
}

function isCode(value: unknown): value is string {
  return typeof value === "string" && /^[a-z][a-z0-9_]{0,99}$/.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isVersions(value: unknown): value is SyncEnd["cursor"] {
  return isEach(value, isCount);
}

function isCheck(value: unknown): boolean {
  return isObject(value) && isCount(value["count"]) && isCount(value["sum"]);
}

function isJoinedPerson(value: unknown): boolean {
  return isObject(value) && isName(value["id"]) && isName(value["name"]) && isTexts(value["roles"]);
}

function isScope(value: unknown): boolean {
  return isObject(value) && isNames(value["add"]) && isNames(value["drop"]) && isAbsentOr(value["reset"], isNames);
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isEach(value: unknown, is: (value: unknown) => boolean): boolean {
  return isObject(value) && Object.entries(value).every(([name, each]) => isName(name) && is(each));
}

function isSlots(value: unknown): boolean {
  return Array.isArray(value) && value.every((slot) => Number.isInteger(slot) && slot >= 0 && slot < SLOTS);
}

function isSums(value: unknown): boolean {
  return Array.isArray(value) && value.length === SLOTS && value.every(isCount);
}

function isResult(value: unknown): value is OperationResult {
  if (!isObject(value)) {
    return false;
  }
  const { id, status, at, flags, reason } = value;
  const is_status = typeof status === "string" && STATUSES.has(status);
  return typeof id === "string" && is_status && isVersions(at) && isNames(flags) && (reason === null || isAbsentOr(reason, isName));
}

function isDocumentLine(value: Json): value is DocumentLine & Json {
  return (
    isName(value["b"]) &&
    isName(value["id"]) &&
    isCount(value["v"]) &&
    isCount(value["r"]) &&
    ("doc" in value || value["deleted"] === true)
  );
}

// A document that is no object with a type is counted like any other, and shown nowhere.
function readable(line: DocumentLine): DocumentLine {
  return "doc" in line && !(isObject(line.doc) && typeof line.doc["type"] === "string")
    ? { ...line, doc: { type: "unreadable" } }
    : line;
}
