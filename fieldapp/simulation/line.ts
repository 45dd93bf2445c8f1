/** A phone's line to the outside: what it asks goes to the simulation, which answers, cuts the answer, or kills it. */
import type { Fetch } from "../src/sync/transport";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** `cut`: the connection breaks after the body's last byte. `killed`: the phone dies. */
  readonly ending: "whole" | "cut" | "killed";
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Null: no answer. */
  answer(answer: Answer | null, die: () => void): void;
}

/** So that a line arrives in several pieces, and a piece has several lines. */
const PIECE_BYTES = 700;

export class Line {
  readonly #asked: Asked[] = [];
  /** While closed, nothing gets out: the phone does nothing by itself. */
  is_open = false;

  readonly fetch: Fetch = (path, { method = "GET", headers, body }) => {
    if (!this.is_open) {
      return Promise.reject(failure());
    }
    return new Promise((resolve, reject) => {
      this.#asked.push({
        method,
        path,
        headers: Object.fromEntries(new Headers(headers)),
        body: typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(),
        answer: (answer, die) => {
          if (answer === null) {
            reject(failure());
          } else {
            resolve(responseOf(answer, die));
          }
        },
      });
    });
  };

  /** The next request that waits for an answer. */
  next(): Asked | undefined {
    return this.#asked.shift();
  }
}

function responseOf({ status, headers, body, ending }: Answer, die: () => void): Response {
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (sent < body.length) {
          controller.enqueue(body.slice(sent, sent + PIECE_BYTES));
          sent += PIECE_BYTES;
        } else if (ending === "cut") {
          controller.error(failure());
        } else if (ending === "killed") {
          die();
        } else {
          controller.close();
        }
      },
    },
    // Nothing is taken from the line before the reader asks: it has seen all that came when the line breaks.
    { highWaterMark: 0 },
  );
  return new Response(stream, { status, headers: { ...headers } });
}

function failure(): TypeError {
  return new TypeError("Failed to fetch");
}
