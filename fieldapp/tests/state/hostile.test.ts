import { isDeepStrictEqual } from "node:util";
import "fake-indexeddb/auto";
import { effect } from "@preact/signals";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANSWER_BYTES_MAX } from "../../src/protocol/types";
import { FakeServer, problem } from "../fake_server";
import { FOREIGN, garbled, spoilt } from "../hostile";
import { AINO, fillDay, ORDER, productBody, ROUND } from "../samples";
import { documentId } from "../../src/protocol/documents";
import { newPhone, Worker } from "../worker";

/**
 * One hostile answer to a phone on which two operations wait, and then no network: nothing is lost, nothing counts as
 * acknowledged that the answer did not say, it ends with a code, and the server's next answers bring everything in order.
 */
type Spoil = (text: string) => Response | Promise<Response>;

const RUNS = { numRuns: 40, endOnFailure: true };
const DAY_MS = 24 * 60 * 60_000;

class Phone {
  readonly server = new FakeServer();
  readonly worker = new Worker((url, init) => this.#fetch(url, init));
  /** What the hostile answer said. */
  told = "";
  #spoil: Spoil | null = null;
  #is_gone = false;
  #days = 0;

  async begin(): Promise<void> {
    newPhone();
    fillDay(this.server);
    this.server.now = () => new Date(Date.parse("2026-04-01T05:00:00.000Z") + this.#days * DAY_MS);
    await this.worker.start();
    await this.worker.join("AINO1");
    await this.worker.syncIn({ kind: "up" });
    await this.worker.device.record("round.tick", ROUND, { visit: "a" });
    await this.worker.device.record("work_order.comment", ORDER, { text: "Huomio" });
    this.server.put(documentId("product", "2"), productBody(), ["catalogue"]);
    this.server.put(documentId("product", "3"), productBody(), ["catalogue"]);
    this.server.put(documentId("product", "2"), null, []);
  }

  /** Syncs over the hostile answer, and then in order; gives whatever is not as it should be. */
  async syncOver(spoil: Spoil): Promise<readonly string[]> {
    const before = await this.operations();
    const codes = new Set<string>();
    // Each attempt's, not only the last one's.
    const stopWatching = effect(() => void codes.add(this.worker.device.status.value.error_code ?? "none"));
    this.#spoil = spoil;
    await this.worker.syncIn({ kind: "untouched" });
    this.#spoil = null;
    this.#is_gone = false;
    stopWatching();

    const operations = await this.operations();
    const told = toldIn(this.told);
    return [
      ...[...codes].filter((code) => code === "storage" || !/^[a-z][a-z0-9_]*$/.test(code)).map((code) => `ends with ${code}`),
      ...before.filter(({ id }) => operations.every((each) => each.id !== id)).map(({ id }) => `${id} is lost`),
      ...operations.filter(({ id, state }) => state !== "waiting" && !told.includes(id)).map(({ id }) => `${id} was never taken`),
      ...(await this.#bringInOrder(operations.length)),
    ];
  }

  async #bringInOrder(recorded: number): Promise<readonly string[]> {
    const { device, link } = this.worker;
    link.weather = { kind: "up" };
    for (let days = 0; days < 4; days += 1) {
      this.#days += 2;
      await device.syncNow();
    }
    const { phase, waiting } = device.status.value;
    const { mend, differs } = this.server.requests.at(-1) ?? {};
    const [shown, held] = [device.documents.value, this.server.visibleTo(AINO)];
    await device.close();
    return [
      ...(phase === "idle" && waiting === 0 ? [] : [`is ${phase} with ${waiting} waiting`]),
      ...(this.server.effects.length === recorded ? [] : [`${this.server.effects.length} effects of ${recorded} operations`]),
      // Everything was compared. What a hostile answer said of a document at its own revision, sums can't tell.
      ...(mend === undefined && differs === undefined ? [] : ["still differs"]),
      ...(this.told !== "" || isDeepStrictEqual(shown, held) ? [] : ["shows something else"]),
    ];
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    if (this.#is_gone) {
      throw new TypeError("Failed to fetch");
    }
    const spoil = this.#spoil;
    const answer = await this.server.fetch(url, init);
    if (spoil === null) {
      return answer;
    }
    this.#is_gone = true;
    return spoil(await answer.text());
  }

  async operations(): Promise<readonly { id: string; state: string }[]> {
    const file = JSON.parse(await (await this.worker.device.exportFile()).text()) as { operations: { id: string; state: string }[] };
    return file.operations;
  }
}

/** A body that goes on for ever. */
class Endless {
  readonly #piece: Uint8Array;
  bytes = 0;
  is_cancelled = false;

  constructor(piece: string) {
    this.#piece = new TextEncoder().encode(piece);
  }

  behind(first: string): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(first)),
      pull: (controller) => {
        this.bytes += this.#piece.length;
        controller.enqueue(this.#piece);
      },
      cancel: () => {
        this.is_cancelled = true;
      },
    });
  }
}

/** The operations that a text acknowledges, read in the plainest way. */
function toldIn(text: string): readonly string[] {
  try {
    const { results } = JSON.parse(text.split("\n", 1)[0] ?? "") as { results: { id: string; status: string }[] };
    return results.flatMap(({ id, status }) => (["applied", "flagged", "quarantined"].includes(status) ? [id] : []));
  } catch {
    return [];
  }
}

async function overText(spoil: (lines: readonly string[]) => BodyInit): Promise<readonly string[]> {
  const phone = new Phone();
  await phone.begin();
  return phone.syncOver(async (text) => {
    const body = spoil(text.trimEnd().split("\n"));
    phone.told = await new Response(body).text();
    return new Response(body);
  });
}

async function over(answer: () => Response): Promise<readonly string[]> {
  const phone = new Phone();
  await phone.begin();
  return phone.syncOver(answer);
}

describe("a hostile answer", () => {
  it("of any JSON in any line", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const faults = await overText((lines) => {
          const place = gen(fc.nat, lines.length - 1);
          return lines.map((line, index) => (index === place ? JSON.stringify(gen(spoilt, JSON.parse(line))) : line)).join("\n");
        });
        expect(faults).toEqual([]);
      }),
      RUNS,
    );
  });

  it("of bytes that are hardly lines", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        expect(await overText((lines) => gen(garbled, `${lines.join("\n")}\n`))).toEqual([]);
      }),
      RUNS,
    );
  });

  it("of lines in any order, twice, missing and of others", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (gen) => {
        const faults = await overText((lines) => {
          const first = gen(fc.nat, 3) > 0 ? lines.slice(0, 1) : [];
          const others = gen(fc.array<string>, fc.constantFrom(...lines, ...FOREIGN), { maxLength: 10 });
          return [...first, ...others].map((line) => `${line}\n`).join("");
        });
        expect(faults).toEqual([]);
      }),
      RUNS,
    );
  });

  it("of any status with any problem and any Retry-After", { timeout: 120_000 }, async () => {
    const status = fc.constantFrom(204, 302, 304, 400, 403, 404, 413, 422, 426, 429, 500, 502, 503, 599);
    const code = fc.constantFrom("access_ended", "protocol_too_new", "busy", "invalid_request", "Not a code", "\ud800", "x".repeat(200));
    const body = fc.oneof(
      fc.tuple(status, code).map(([told, word]) => JSON.stringify({ status: told, code: word })),
      spoilt({ type: "about:blank", title: "", status: 500, code: "busy", detail: "" }).map((value) => JSON.stringify(value)),
      fc.constantFrom("", "<html><h1>Bad gateway</h1></html>", "[".repeat(100_000), `{"status":500,"code":"${"x".repeat(100_000)}"}`),
    );
    const wait = fc.constantFrom("", "5", "-1", "9".repeat(5_000), "soon", "1e3", "Fri, 01 Apr 2033 08:00:00 GMT", "Infinity");
    await fc.assert(
      fc.asyncProperty(status, body, wait, async (answered, text, retry_after) => {
        const faults = await over(
          () => new Response([204, 304].includes(answered) ? null : text, { status: answered, headers: { "Retry-After": retry_after } }),
        );
        expect(faults).toEqual([]);
      }),
      RUNS,
    );
  });

  it.each([
    ["a captive portal's page", () => new Response("<!doctype html>\n<title>Kirjaudu verkkoon</title>\n", { headers: { "Content-Type": "text/html" } })],
    ["a captive portal's JSON", () => Response.json({ login: "https://portal.example" })],
    ["nothing", () => new Response(null, { status: 204 })],
    ["a redirect", () => new Response(null, { status: 307, headers: { Location: "https://portal.example/" } })],
    ["an end without a header", () => new Response('{"cursor":{},"complete":true,"checks":{},"next_s":60}\n')],
    ["gzip that nobody unpacks", () => new Response(new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]))],
    ["an unfinished character", () => new Response(new Uint8Array([123, 34, 195]))],
    ["a refusal that is no server's", () => problem(500, "Not A Code")],
  ])("is %s", async (_, answer) => {
    expect(await over(answer)).toEqual([]);
  });

  it.each([
    ["a line without end", "x".repeat(65_536), 200],
    ["lines that nobody can read", "nonsense\n".repeat(8_192), 200],
    ["empty lines", "\n".repeat(65_536), 200],
    ["a refusal", "x".repeat(65_536), 500],
  ])("of %s is given up in bounded memory", async (_, piece, status) => {
    const phone = new Phone();
    await phone.begin();
    const endless = new Endless(piece);
    const faults = await phone.syncOver((text) => {
      const header = (text.split("\n")[0] ?? "").replace(/"results":\[.*?\],"/, '"results":[],"');
      return new Response(endless.behind(`${header}\n`), { status });
    });
    expect(faults).toEqual([]);
    expect(endless.is_cancelled).toBe(true);
    expect(endless.bytes).toBeLessThan(ANSWER_BYTES_MAX + 4 * 65_536);
  });

  it("of a status that this build does not know acknowledges nothing", async () => {
    expect(await overText((lines) => lines.join("\n").replaceAll('"status":"applied"', '"status":"thrown_away"'))).toEqual([]);
  });

  it("about an operation that was not sent acknowledges nothing", async () => {
    const phone = new Phone();
    await phone.begin();
    const faults = await phone.syncOver(async (text) => {
      await phone.worker.device.record("round.tick", ROUND, { visit: "b" });
      const unsent = (await phone.operations()).at(-1)?.id ?? "";
      const [header = "", ...others] = text.split("\n");
      return new Response([header.replaceAll(/"id":"[^"]*"/g, `"id":"${unsent}"`), ...others].join("\n"));
    });
    expect(faults).toEqual([]);
  });
});
