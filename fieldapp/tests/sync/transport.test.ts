import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINE_LENGTH_MAX } from "../../src/protocol/types";
import type { SyncRequest } from "../../src/protocol/types";
import { httpTransport } from "../../src/sync/transport";
import type { Fetch, SyncAnswer } from "../../src/sync/transport";
import { garbled, spoilt } from "../hostile";

const HEADER = { epoch: "e-1", server_time: "2026-04-01T05:00:00.000Z", results: [], scope: { add: [], drop: [] }, backup_through: null };
const LINE = { b: "catalogue", v: 1, id: "product:1", r: 1, doc: { type: "product" } };
const END = { cursor: { catalogue: 1 }, complete: true, checks: {}, next_s: 60 };

function requestWith(build: string): SyncRequest {
  return {
    protocol: 2,
    build,
    person: "p",
    stream: "s",
    epoch: null,
    sent_at: "2026-04-01T08:00:00.000+03:00",
    cursor: {},
    pending: { count: 0, oldest_recorded_at: null },
    operations: [],
  };
}

/** What one request meets, and what it was. */
function serverWith(answer: () => Response | Promise<Response>) {
  const seen: Request[] = [];
  const fetch: Fetch = async (url, init) => {
    seen.push(new Request(new URL(url, "http://kierros.test"), init));
    return answer();
  };
  return { seen, transport: httpTransport(fetch) };
}

const ndjson = (...lines: readonly (object | string)[]) =>
  new Response(lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));

async function body(answer: SyncAnswer | { kind: "failure" }): Promise<readonly object[]> {
  if (answer.kind === "failure") {
    throw new Error("no answer");
  }
  return collect(answer.body);
}

function isBearable(token: string): boolean {
  return new Headers({ Authorization: `Bearer ${token}` }).get("Authorization") === `Bearer ${token}`;
}

async function collect(lines: AsyncIterable<object>): Promise<readonly object[]> {
  const all: object[] = [];
  for await (const line of lines) {
    all.push(line);
  }
  return all;
}

describe("sync", () => {
  it("sends JSON with the token, and reads header, documents and end", async () => {
    const { seen, transport } = serverWith(() => ndjson(HEADER, LINE, END));
    const answer = await transport.sync(requestWith("0.1.0"), "secret");

    expect(answer).toMatchObject({ kind: "answer", header: HEADER });
    expect(await body(answer)).toEqual([LINE, END]);
    const [request] = seen;
    expect(request?.url).toBe("http://kierros.test/api/sync");
    expect(request?.headers.get("Authorization")).toBe("Bearer secret");
    expect(request?.headers.get("Content-Encoding")).toBeNull();
    expect(request?.credentials).toBe("omit");
    expect(await request?.json()).toEqual(requestWith("0.1.0"));
  });

  it("compresses what is larger than 1 KiB", async () => {
    const { seen, transport } = serverWith(() => ndjson(HEADER, END));
    await transport.sync(requestWith("x".repeat(1_024)), "secret");

    const [request] = seen;
    expect(request?.headers.get("Content-Encoding")).toBe("gzip");
    const unzipped = (await request?.blob())?.stream().pipeThrough(new DecompressionStream("gzip"));
    expect(await new Response(unzipped).json()).toEqual(requestWith("x".repeat(1_024)));
  });

  it("passes over lines it can't read, and goes on behind them", async () => {
    const { transport } = serverWith(() => ndjson(HEADER, '{"b": "catal', { note: "of a newer server" }, LINE, END));
    expect(await body(await transport.sync(requestWith("1"), "t"))).toEqual([LINE, END]);
  });

  it("ends without an end when it is cut", async () => {
    const { transport } = serverWith(() => new Response(`${JSON.stringify(HEADER)}\n${JSON.stringify(LINE)}\n{"cursor": {"cata`));
    expect(await body(await transport.sync(requestWith("1"), "t"))).toEqual([LINE]);
  });

  it.each([
    ["a captive portal", () => ndjson("<html>", "</html>")],
    ["nothing at all", () => new Response("")],
    ["a document first", () => ndjson(LINE, END)],
    ["a header that is cut", () => new Response(JSON.stringify(HEADER).slice(0, 30))],
    ["a proxy's page", () => new Response("<h1>Bad gateway</h1>", { status: 502 })],
  ])("takes %s for no answer", async (_, answer) => {
    const { transport } = serverWith(answer);
    expect(await transport.sync(requestWith("1"), "t")).toMatchObject({ kind: "failure", code: "not_an_answer" });
  });

  it("gives the server's own words for a failure", async () => {
    const problem = { type: "about:blank", title: "Busy", status: 503, code: "busy", detail: "" };
    const { transport } = serverWith(() => Response.json(problem, { status: 503, headers: { "Retry-After": "7" } }));

    expect(await transport.sync(requestWith("1"), "t")).toEqual({ kind: "failure", code: "busy", status: 503, retry_after_ms: 7_000 });
  });

  it("reads a date in Retry-After, and passes over nonsense", async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    const { transport } = serverWith(() => new Response("", { status: 503, headers: { "Retry-After": inAnHour } }));
    const failure = await transport.sync(requestWith("1"), "t");
    expect(failure).toMatchObject({ retry_after_ms: expect.closeTo(3_600_000, -5) as number });

    const { transport: odd } = serverWith(() => new Response("", { status: 503, headers: { "Retry-After": "soon" } }));
    expect(await odd.sync(requestWith("1"), "t")).toMatchObject({ retry_after_ms: null });
  });

  it("obeys Retry-After for a day at most", async () => {
    for (const text of ["9".repeat(5_000), "86401", "Fri, 01 Apr 2033 08:00:00 GMT"]) {
      const { transport } = serverWith(() => new Response("", { status: 503, headers: { "Retry-After": text } }));
      expect(await transport.sync(requestWith("1"), "t")).toMatchObject({ retry_after_ms: 86_400_000 });
    }
  });

  it("follows no redirect", async () => {
    const { seen, transport } = serverWith(() => new Response(null, { status: 307, headers: { Location: "https://portal.example/" } }));
    expect(await transport.sync(requestWith("1"), "t")).toMatchObject({ kind: "failure", code: "not_an_answer" });
    expect(seen.map(({ redirect }) => redirect)).toEqual(["manual"]);
  });

  it("gives the whole lines of an answer that is cut at any byte", async () => {
    const bytes = new TextEncoder().encode([HEADER, LINE, END].map((line) => `${JSON.stringify({ ...line, more: "ä👷" })}\n`).join(""));
    const ends = [...bytes.entries()].flatMap(([at, byte]) => (byte === 10 ? [at] : []));
    for (let kept = 0; kept <= bytes.length; kept += 1) {
      const { transport } = serverWith(() => new Response(bytes.slice(0, kept)));
      const answer = await transport.sync(requestWith("1"), "t");
      const whole = ends.filter((end) => end <= kept).length;
      expect(answer.kind).toBe(whole > 0 ? "answer" : "failure");
      expect(answer.kind === "answer" ? await body(answer) : []).toHaveLength(Math.max(whole - 1, 0));
    }
  });

  it("passes over a line that is too long or nested too deep, and goes on behind it", async () => {
    const deep = `${JSON.stringify(LINE).slice(0, -1)},"more":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const { transport } = serverWith(() => ndjson(HEADER, "x".repeat(LINE_LENGTH_MAX + 1), deep, LINE, END));
    expect(await body(await transport.sync(requestWith("1"), "t"))).toEqual([LINE, END]);
  });

  it("says when nobody answers", async () => {
    const { transport } = serverWith(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(await transport.sync(requestWith("1"), "t")).toEqual({ kind: "failure", code: "network", status: null, retry_after_ms: null });
  });
});

describe("join", () => {
  const joined = { token: "t", token_type: "Bearer", expires_in: 1, device: "d", person: { id: "p", name: "Aino", roles: [] }, server: { name: "Kierros" } };
  const request = { code: "ABCD", device_name: "Puhelin", language: "fi" } as const;

  it("gives the answer", async () => {
    const { seen, transport } = serverWith(() => Response.json(joined));
    expect(await transport.join(request)).toEqual(joined);
    expect(seen[0]?.headers.get("Authorization")).toBeNull();
  });

  it("takes nothing for an answer that it can't use", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(spoilt(joined).map((value) => JSON.stringify(value)), garbled(JSON.stringify(joined))), async (answer) => {
        const { transport } = serverWith(() => new Response(answer));
        const said = await transport.join(request);
        expect("kind" in said ? said.code === "not_an_answer" : isBearable(said.token)).toBe(true);
      }),
    );
  });

  it("takes an answer without end for none", async () => {
    let pulls = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulls += 1;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const { transport } = serverWith(() => new Response(endless));
    expect(await transport.join(request)).toMatchObject({ code: "not_an_answer" });
    expect(pulls).toBeLessThan(5);
  });

  it("takes a page for no answer", async () => {
    const { transport } = serverWith(() => new Response("<html>"));
    expect(await transport.join(request)).toMatchObject({ kind: "failure", code: "not_an_answer" });
  });
});
