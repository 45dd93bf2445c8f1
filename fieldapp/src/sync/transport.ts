/**
 * The three requests of the protocol over `fetch`. Whatever goes wrong comes back as a value: a failure with the server's
 * stable code, or `network` (no answer), or `not_an_answer` (a captive portal, a proxy's error page).
 */
import type { JoinRequest, JoinResponse, DocumentLine, SyncEnd, SyncHeader, SyncRequest } from "../protocol/types";
import { parseBodyLine, parseHeader, parseJoined, parseJson, parseProblem } from "../protocol/wire";
import { WHOLE_BYTES_MAX } from "../protocol/types";
import { readLines, readWhole } from "./lines";

export interface Failure {
  readonly kind: "failure";
  readonly code: string;
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;
  readonly retry_after_ms: number | null;
}

/** What follows a header, or fills a snapshot. */
export interface Body {
  /** Documents and the end, as they arrive; a response that is cut ends without an end. */
  readonly body: AsyncIterable<DocumentLine | SyncEnd>;
  /** How much of the response has arrived, before compression. */
  bytes(): number;
  /** Lets go of the response without reading it on. */
  abandon(): Promise<void>;
}

export interface SyncAnswer extends Body {
  readonly kind: "answer";
  readonly header: SyncHeader;
}

export interface Snapshot extends Body {
  readonly kind: "snapshot";
}

export interface Transport {
  join(request: JoinRequest): Promise<JoinResponse | Failure>;
  sync(request: SyncRequest, token: string): Promise<SyncAnswer | Failure>;
  /** Gets a part of a bucket that a header named by its path (step 12). */
  snapshot(path: string, token: string): Promise<Snapshot | Failure>;
}

/** As much of `fetch` as is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const COMPRESSED_FROM_BYTES = 1024;
/** A connection that brings nothing for so long is given up. */
const STALLED_MS = 60_000;
/** What a proxy says beyond that is not obeyed: it would keep what was recorded on the phone for ever. */
const RETRY_AFTER_MS_MAX = 24 * 60 * 60_000;

/** A transport to the server at `origin` (empty: the page's own). */
export function httpTransport(fetch: Fetch, origin = ""): Transport {
  return {
    async join(request) {
      const answer = await post(fetch, `${origin}/api/join`, JSON.stringify(request), {});
      if (answer.kind === "failure") {
        return answer;
      }
      const joined = parseJoined(parseJson(await textOf(answer.response)));
      answer.done();
      return joined ?? notAnAnswer(answer.response);
    },

    async sync(request, token) {
      const answer = await post(fetch, `${origin}/api/sync`, JSON.stringify(request), { Authorization: `Bearer ${token}` });
      if (answer.kind === "failure") {
        return answer;
      }
      return (await readAnswer(answer)) ?? notAnAnswer(answer.response);
    },

    async snapshot(path, token) {
      // The token goes to our own server only, whatever a path says.
      if (!/^\/(?!\/)/.test(path)) {
        return { kind: "failure", code: "not_found", status: null, retry_after_ms: null };
      }
      const answer = await send(fetch, `${origin}${path}`, { method: "GET", headers: { Authorization: `Bearer ${token}` } });
      if (answer.kind === "failure") {
        return answer;
      }
      const { lines, bytes } = readBody(answer);
      return { kind: "snapshot", ...bodyOf(lines, bytes, answer.done) };
    },
  };
}

/** A response that has begun; `done` ends the wait for it. */
export interface Posted {
  readonly kind: "response";
  readonly response: Response;
  /** Something has arrived: the wait starts anew. */
  alive(): void;
  done(): void;
}

async function post(
  fetch: Fetch,
  url: string,
  text: string,
  headers: Readonly<Record<string, string>>,
): Promise<Posted | Failure> {
  const { body, encoding } = await compressed(text);
  return send(fetch, url, { method: "POST", headers: { "Content-Type": "application/json", ...encoding, ...headers }, body });
}

/** One request, as all of ours are made: no cookie, no redirect, and a wait that ends. */
export async function send(fetch: Fetch, url: string, request: RequestInit): Promise<Posted | Failure> {
  const watch = watchdog(STALLED_MS);
  try {
    const response = await fetch(url, {
      ...request,
      signal: watch.signal,
      cache: "no-store",
      // The bearer token is all the server needs, so that no cookie can act for somebody else.
      credentials: "omit",
      // A redirect is no answer: it may be a captive portal's, and the token and the work go to our own server only.
      redirect: "manual",
    });
    watch.alive();
    if (response.ok) {
      return { kind: "response", response, alive: watch.alive, done: watch.done };
    }
    const failure = await failed(response);
    watch.done();
    return failure;
  } catch {
    watch.done();
    return { kind: "failure", code: "network", status: null, retry_after_ms: null };
  }
}

async function readAnswer(answer: Posted): Promise<SyncAnswer | null> {
  const { lines, bytes } = readBody(answer);
  const first = await lines.next();
  const header = first.done ? null : parseHeader(parseJson(first.value));
  if (header === null) {
    answer.done();
    await lines.return(undefined);
    return null;
  }
  return { kind: "answer", header, ...bodyOf(lines, bytes, answer.done) };
}

function readBody({ response, alive }: Posted): { lines: AsyncGenerator<string>; bytes: () => number } {
  let bytes = 0;
  const lines = readLines(response.body ?? new Blob([]).stream(), (more) => {
    bytes += more;
    alive();
  });
  return { lines, bytes: () => bytes };
}

function bodyOf(lines: AsyncGenerator<string>, bytes: () => number, done: () => void): Body {
  const abandon = async (): Promise<void> => {
    done();
    await lines.return(undefined);
  };
  return { body: bodyLines(lines, done), bytes, abandon };
}

async function* bodyLines(lines: AsyncGenerator<string>, done: () => void): AsyncGenerator<DocumentLine | SyncEnd> {
  try {
    for await (const text of lines) {
      const line = parseBodyLine(parseJson(text));
      if (line) {
        yield line;
      }
    }
  } finally {
    done();
  }
}

async function failed(response: Response): Promise<Failure> {
  const problem = parseProblem(parseJson(await textOf(response)));
  return problem
    ? { kind: "failure", code: problem.code, status: response.status, retry_after_ms: retryAfter(response) }
    : notAnAnswer(response);
}

/** A body that is one message; empty when it is none of ours. */
export async function textOf({ body }: Response): Promise<string> {
  return (body && (await readWhole(body, WHOLE_BYTES_MAX))) ?? "";
}

function notAnAnswer(response: Response): Failure {
  return { kind: "failure", code: "not_an_answer", status: response.status, retry_after_ms: retryAfter(response) };
}

/** `Retry-After` in milliseconds, a day at most; our server writes seconds, a proxy may write a date. */
function retryAfter(response: Response): number | null {
  const text = response.headers.get("Retry-After");
  if (text === null) {
    return null;
  }
  const wait_ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(wait_ms) ? null : Math.min(Math.max(wait_ms, 0), RETRY_AFTER_MS_MAX);
}

async function compressed(text: string): Promise<{ body: BodyInit; encoding: Readonly<Record<string, string>> }> {
  const plain = new Blob([text]);
  if (plain.size <= COMPRESSED_FROM_BYTES || typeof CompressionStream === "undefined") {
    return { body: text, encoding: {} };
  }
  // Buffered, because a request that streams its body needs HTTP/2.
  const zipped = await new Response(plain.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  return { body: zipped, encoding: { "Content-Encoding": "gzip" } };
}

function watchdog(limit_ms: number): { signal: AbortSignal; alive: () => void; done: () => void } {
  const controller = new AbortController();
  const start = () => setTimeout(() => controller.abort(), limit_ms);
  let timer = start();
  return {
    signal: controller.signal,
    alive: () => {
      clearTimeout(timer);
      timer = start();
    },
    done: () => clearTimeout(timer),
  };
}
