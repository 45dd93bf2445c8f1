// One request and what came back. Whatever is not a Kierros server's word counts as no answer.

import { gzipSync } from "node:zlib";
import { readProblem } from "./answers.mjs";

const TIMEOUT_MS = 60_000;
const TOO_LARGE = { status: 413, code: "batch_too_large", detail: "" };

export class NoAnswer extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code; // network, not_an_answer
  }
}

export class Refused extends Error {
  constructor({ status, code, detail }, retryAfter) {
    super(detail);
    Object.assign(this, { status, code, retry_after: Number(retryAfter) > 0 ? Number(retryAfter) : null });
  }
}

/** The body of an answer of status 200. */
export async function post(url, body, token) {
  const text = JSON.stringify(body);
  const isLong = Buffer.byteLength(text) > 1024;
  const headers = {
    "Content-Type": "application/json", ...(isLong && { "Content-Encoding": "gzip" }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
  let response;
  try {
    response = await fetch(url, {
      method: "POST", headers, body: isLong ? gzipSync(text) : text,
      redirect: "manual", // what a portal redirects to must not get the token
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200) throw refusal(response, await response.text());
  } catch (error) {
    if (error instanceof Refused || error instanceof NoAnswer) throw error;
    throw new NoAnswer("network", error.cause?.message ?? error.message);
  }
  return response.body;
}

function refusal(response, text) {
  const retryAfter = response.headers.get("Retry-After");
  if (response.status === 413) return new Refused(TOO_LARGE, retryAfter); // a proxy may say so, too
  try {
    return new Refused(readProblem(JSON.parse(text)), retryAfter);
  } catch {
    return new NoAnswer("not_an_answer", `status ${response.status}`);
  }
}

/** The whole lines of a body; where it was cut, they end. */
export async function* wholeLines(body) {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop();
      yield* lines;
    }
  } catch (error) {
    if (error.name === "TypeError" || error.name === "TimeoutError") return;
    throw error;
  }
}
