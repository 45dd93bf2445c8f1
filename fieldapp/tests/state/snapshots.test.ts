import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { Fetch } from "../../src/sync/transport";
import { FakeServer, problem } from "../fake_server";
import { AINO, fillDay, productBody } from "../samples";
import { newPhone, Worker } from "../worker";

const PRODUCTS = 50;

let server: FakeServer;
let aino: Worker;
/** Paths that were got, and what stands in their way. */
let got: string[];
let obstacle: (path: string) => Response | null;

const product = (key: number) => documentId("product", String(key));

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  got = [];
  obstacle = () => null;
  fillDay(server);
  for (let key = 0; key < PRODUCTS; key += 1) {
    server.put(product(key), productBody(), ["catalogue"]);
  }
  server.makeSnapshot("catalogue", 20);
  aino = new Worker(watched);
  await aino.start();
  aino.link.weather = { kind: "down" };
});
afterEach(() => aino.device.close());

const watched: Fetch = async (url, init) => {
  if (init.method !== "GET") {
    return server.fetch(url, init);
  }
  got.push(url);
  return obstacle(url) ?? server.fetch(url, init);
};

async function joinAndSync(): Promise<void> {
  aino.link.weather = { kind: "up" };
  await aino.join("AINO1");
  await aino.device.syncNow();
}

const cursors = () => server.requests.map(({ cursor }) => cursor["catalogue"] ?? 0);

it("a first download reads the files in order, then what came after them", async () => {
  server.put(product(3), productBody({ name: "Uudempi" }), ["catalogue"]);
  server.put(product(4), null, []);
  await joinAndSync();

  expect(got).toEqual(["/api/snapshots/1-catalogue", "/api/snapshots/2-catalogue", "/api/snapshots/3-catalogue"]);
  expect(cursors().slice(0, 2), "behind the files").toEqual([0, PRODUCTS + 1]);
  expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  expect(aino.device.status.value).toMatchObject({ phase: "idle", first_download: null });
});

it("one that breaks off goes on from its last whole line by the normal way", async () => {
  obstacle = (path) => (path.includes("/2-") ? new Response('{"b": "catalogue", "v": 21, "id": "product:20", "r": 1, "doc": {"type": "product"}}\n{"b": "cata') : null);
  await joinAndSync();

  expect(got).toHaveLength(2);
  expect(cursors().slice(0, 2)).toEqual([0, 21]);
  expect([...aino.device.documents.value.keys()].sort()).toEqual([...server.visibleTo(AINO).keys()].sort());
});

it("one that is gone leaves the normal way", async () => {
  obstacle = (path) => {
    server.makeSnapshot("catalogue", 20);
    return path.includes("/1-") ? problem(404, "not_found") : null;
  };
  await joinAndSync();

  expect(got).toHaveLength(1);
  expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  expect(server.requests.at(-1)?.snapshots, "the next sync may read snapshots again").toBe(true);
});

it("one on another server is not read: the token is not theirs", async () => {
  const { fetch } = server;
  const astray = new Worker(async (url, init) => {
    got.push(url);
    const text = await (await fetch(url, init)).text();
    return new Response(text.replace(/"snapshots":\{.*?\}/u, '"snapshots":{"catalogue":["//evil.test/x"]}'));
  });
  await astray.start();
  await astray.join("AINO1");
  await astray.device.syncNow();
  expect(new Set(got)).toEqual(new Set(["/api/join", "/api/sync"]));
  expect(astray.device.documents.value).toEqual(server.visibleTo(AINO));
  await astray.device.close();
});

it("a phone that dies in the middle of them goes on where it was", async () => {
  aino.link.weather = { kind: "up" };
  await aino.join("AINO1");
  void aino.device.syncNow();
  for (let turn = 0; turn < 10_000 && got.length < 2; turn += 1) {
    await new Promise(setImmediate);
  }
  await aino.restart();
  expect(aino.device.documents.value.size).toBeGreaterThan(0);
  await aino.syncIn({ kind: "up" });
  expect(got.filter((path) => path.includes("/1-")), "the first file is not read again").toHaveLength(1);
  expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
});
