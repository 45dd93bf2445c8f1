/** Reading what the server sent: as much as must be right before it is acted upon, and not more. */
import { SLOTS } from "./types";
import type { DocumentLine, JoinResponse, MendedLine, OperationResult, Problem, SyncEnd, SyncHeader } from "./types";

type Json = Readonly<Record<string, unknown>>;

/** A value of one text of JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A response's first line; null when it is no header, so that nothing is taken for acknowledged. */
export function parseHeader(value: unknown): SyncHeader | null {
  if (!isObject(value) || typeof value["epoch"] !== "string" || typeof value["server_time"] !== "string") {
    return null;
  }
  const { results, scope, floors, snapshots, mended } = value;
  const is_header =
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
    (!("slots" in line) || isEach(line.slots, isSums))
  );
}

/** Whether a line belongs to a slot that is sent whole. */
export function isMended(line: DocumentLine): line is MendedLine {
  return "doc" in line && line.m === true;
}

/** The answer to joining; null when it is none. */
export function parseJoined(value: unknown): JoinResponse | null {
  if (!isObject(value) || typeof value["token"] !== "string" || typeof value["device"] !== "string") {
    return null;
  }
  const { person, server } = value;
  return isObject(person) && typeof person["id"] === "string" && isObject(server) ? (value as unknown as JoinResponse) : null;
}

/** Problem JSON; null when the body is none of ours. */
export function parseProblem(value: unknown): Problem | null {
  if (!isObject(value) || typeof value["code"] !== "string" || typeof value["status"] !== "number") {
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

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isVersions(value: unknown): value is SyncEnd["cursor"] {
  return isObject(value) && Object.values(value).every(Number.isSafeInteger);
}

function isScope(value: unknown): boolean {
  return isObject(value) && isTexts(value["add"]) && isTexts(value["drop"]) && isAbsentOr(value["reset"], isTexts);
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isEach(value: unknown, is: (value: unknown) => boolean): boolean {
  return isObject(value) && Object.values(value).every(is);
}

function isSlots(value: unknown): boolean {
  return Array.isArray(value) && value.every((slot) => Number.isInteger(slot) && slot >= 0 && slot < SLOTS);
}

function isSums(value: unknown): boolean {
  return Array.isArray(value) && value.length === SLOTS && value.every(Number.isSafeInteger);
}

function isResult(value: unknown): value is OperationResult {
  return isObject(value) && typeof value["id"] === "string" && typeof value["status"] === "string" && isVersions(value["at"]);
}

function isDocumentLine(value: Json): value is DocumentLine & Json {
  return (
    typeof value["b"] === "string" &&
    typeof value["id"] === "string" &&
    Number.isSafeInteger(value["v"]) &&
    Number.isSafeInteger(value["r"]) &&
    ("doc" in value || value["deleted"] === true)
  );
}

// A document that is no object with a type is counted like any other, and shown nowhere.
function readable(line: DocumentLine): DocumentLine {
  return "doc" in line && !(isObject(line.doc) && typeof line.doc["type"] === "string")
    ? { ...line, doc: { type: "unreadable" } }
    : line;
}
