import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { SyncRequest } from "../../src/protocol/types";
import { FakeServer } from "../fake_server";
import { AINO, DISTRICT, fillDay, OWN, productBody, ROUND } from "../samples";
import { loseDocuments, spoilStorage } from "../spoilt_storage";
import { joinedWorker, newPhone, Worker } from "../worker";

const DAY_MS = 24 * 60 * 60_000;
const PRODUCTS = 100;

let server: FakeServer;
let aino: Worker;
let days = 0;

beforeEach(async () => {
  newPhone();
  days = 0;
  server = new FakeServer();
  server.now = () => new Date(Date.parse("2026-04-01T05:00:00.000Z") + days * DAY_MS);
  fillDay(server);
  for (let key = 0; key < PRODUCTS; key += 1) {
    server.put(documentId("product", String(key)), productBody(), ["catalogue"]);
  }
  aino = await joinedWorker(server.fetch);
});
afterEach(() => aino.device.close());

const product = (key: number): string => documentId("product", String(key));
const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => product(from + index));

/** What was asked to mend, request by request. */
const mends = (requests: readonly SyncRequest[]) => requests.flatMap(({ mend }) => (mend ? [mend] : []));

/** A server whose sum of the catalogue is wrong: whatever is mended, it differs. */
const withWrongSum =
  (fetch: FakeServer["fetch"]): FakeServer["fetch"] =>
  async (url, init) => {
    const text = await (await fetch(url, init)).text();
    return new Response(text.replace(/"catalogue":\{"count":\d+,"sum":\d+\}/u, '"catalogue":{"count":1,"sum":1}'));
  };

/** Syncs on the next day; gives the requests that took. */
async function syncNextDay(): Promise<readonly SyncRequest[]> {
  days += 1;
  const before = server.requests.length;
  await aino.syncIn({ kind: "up" });
  return server.requests.slice(before);
}

async function lose(ids: readonly string[], bucket = "catalogue"): Promise<void> {
  await loseDocuments(bucket, ids);
  await aino.restart();
}

describe("once a day", () => {
  it("all buckets are compared, and nothing more is asked when they are the same", async () => {
    expect(server.requests[0]).toHaveProperty("check", true);
    const before = server.requests.length;
    await aino.syncIn({ kind: "up" });
    expect(server.requests.slice(before).some(({ check }) => check)).toBe(false);
    const requests = await syncNextDay();
    expect(requests.map(({ check }) => check)).toEqual([undefined, true]);
    expect(mends(requests)).toEqual([]);
  });
});

describe("a bucket that lost a few documents", () => {
  it("gets the slots that differ, and nothing else", async () => {
    await lose(keys(3, 6));
    expect(aino.device.byType("product").value).toHaveLength(PRODUCTS + 1 - 3);
    const requests = await syncNextDay();

    const [first, second, ...more] = mends(requests);
    expect([first, more]).toEqual([{ catalogue: null }, []]);
    expect(second?.["catalogue"]).toHaveLength(3);
    expect(requests.every(({ cursor }) => cursor["catalogue"] === PRODUCTS + 1)).toBe(true);
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
    await aino.restart();
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("asks again for slots that an answer had no room for", async () => {
    server.mended_slots_max = 1;
    await lose(keys(3, 6));
    const requests = await syncNextDay();

    expect(mends(requests).map(({ catalogue }) => catalogue?.length)).toEqual([undefined, 3, 2, 1]);
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
    expect(requests.every(({ differs }) => differs === undefined)).toBe(true);
  });

  it("is read again when the server mends nothing", async () => {
    server.mended_slots_max = 0;
    const { fetch } = server;
    await lose(keys(3, 6));
    const mute = new Worker(async (url, init) => new Response((await (await fetch(url, init)).text()).replace(/,"mended":\{.*?\}/u, "")));
    await mute.start();
    days += 1;
    await mute.syncIn({ kind: "up" });
    expect(mute.device.documents.value).toEqual(server.visibleTo(AINO));
    await mute.device.close();
  });

  it("is noticed at once when it changes, and keeps the worker's own work on show", async () => {
    await lose([ROUND], OWN);
    await aino.device.record("work_order.comment", documentId("work_order", "x"), { text: "Huomio" });
    server.put(documentId("product", "own"), productBody(), [OWN]);
    await aino.syncIn({ kind: "up" });
    expect(aino.device.find(ROUND)?.visits).toHaveLength(3);
    expect(mends(server.requests)).toEqual([{ [OWN]: null }, { [OWN]: [expect.any(Number)] }]);
  });

  it("loses what it holds too much, and gets right what it holds wrongly", async () => {
    server.put(product(7) as never, null, []);
    await aino.syncIn({ kind: "up" });
    await spoilStorage((_, id, copy) => (id === product(8) ? { ...copy, r: 99 } : copy));
    await aino.restart();
    await syncNextDay();
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });
});

describe("a bucket that lost most of what it had", () => {
  it("is read again from the start, old copies on show", async () => {
    await lose(keys(0, 90));
    const requests = await syncNextDay();

    expect(mends(requests)).toEqual([{ catalogue: null }]);
    expect(requests.filter(({ cursor }) => !("catalogue" in cursor))).toHaveLength(1);
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });
});

describe("a bucket that can't be mended", () => {
  it("is mended once a day and reported until it is well", async () => {
    const odd = new Worker(withWrongSum(server.fetch));
    await odd.start();
    days += 1;
    const before = server.requests.length;
    await odd.syncIn({ kind: "up" });
    const first = server.requests.slice(before);
    expect(first.filter(({ cursor }) => !("catalogue" in cursor)), "read again once").toHaveLength(1);

    await odd.syncIn({ kind: "up" });
    expect(server.requests.at(-1)).toMatchObject({ differs: ["catalogue"] });
    expect(server.requests.at(-1)).not.toHaveProperty("mend");
    await odd.device.close();

    aino = new Worker(server.fetch);
    await aino.start();
    await syncNextDay();
    await aino.syncIn({ kind: "up" });
    expect(server.requests.at(-1)).not.toHaveProperty("differs");
  });
});

describe("mending that is interrupted", () => {
  it("goes on when the network is back, also after a restart", async () => {
    await lose(keys(3, 6));
    days += 1;
    let requests = 0;
    const { fetch } = server;
    aino.link.weather = { kind: "up" };
    const failing = new Worker(async (url, init) => {
      requests += 1;
      return requests > 3 ? Promise.reject(new TypeError("Failed to fetch")) : fetch(url, init);
    });
    await failing.start();
    await failing.syncIn({ kind: "up" });
    expect(failing.device.status.value).toMatchObject({ phase: "offline" });
    await failing.device.close();
    await aino.restart();
    await aino.syncIn({ kind: "up" });
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("waits for an answer that is complete", async () => {
    await lose(keys(3, 6));
    for (let key = 0; key < 5; key += 1) {
      server.put(documentId("work_order", `new-${key}`), productBody(), [DISTRICT]);
    }
    server.page_size = 2;
    await syncNextDay();
    expect(aino.device.byType("product").value).toHaveLength(PRODUCTS + 1);
  });
});
