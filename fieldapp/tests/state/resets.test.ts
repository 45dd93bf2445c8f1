import "fake-indexeddb/auto";
import { effect } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import { FakeServer } from "../fake_server";
import { AINO, DISTRICT, fillDay, ORDER, orderBody, OWN } from "../samples";
import { joinedWorker, newPhone } from "../worker";
import type { Worker } from "../worker";

const ORDERS = 10;
const order = (key: number) => documentId("work_order", String(key));

let server: FakeServer;
let aino: Worker;

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  fillDay(server);
  for (let key = 0; key < ORDERS; key += 1) {
    server.put(order(key), orderBody(), [DISTRICT]);
  }
  aino = await joinedWorker(server.fetch);
});
afterEach(() => aino.device.close());

/** The order leaves, and its tombstone is thrown away before the phone hears of it. */
function removeUnheard(key: number): void {
  server.put(order(key), null, []);
  server.purge(DISTRICT);
}

describe.each([
  ["protocol 2", false],
  ["protocol 1", true],
])("a bucket below its floor, as a server of %s says it", (_, speaks_1) => {
  beforeEach(() => {
    server.speaks_1 = speaks_1;
  });

  it("is read again: what left unheard is gone, and the rest never left the screen", async () => {
    removeUnheard(3);
    server.page_size = 2;
    await aino.device.record("work_order.comment", ORDER, { text: "Huomio" });
    const counts: number[] = [];
    const stop = effect(() => void counts.push(aino.device.byType("work_order").value.length));
    await aino.syncIn({ kind: "up" });
    stop();

    expect([...new Set(counts)]).toEqual([ORDERS + 1, ORDERS]);
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
    expect(aino.device.waitingCount.value).toBe(0);
  });
});

it("a first reading that a purge overtakes goes on with the floor it began at", async () => {
  removeUnheard(3);
  server.page_size = 3;
  // The answer breaks off within its first page, after the floor was told.
  await aino.syncIn({ kind: "cut", share: 0.8 });
  const before = server.requests.length;
  await aino.restart();
  await aino.syncIn({ kind: "up" });
  const requests = server.requests.slice(before);

  expect(requests[0]?.reading).toEqual({ [DISTRICT]: ORDERS + 2 });
  expect(requests[0]?.cursor[DISTRICT]).toBeGreaterThan(0);
  expect(requests.at(-1), "until the reading is complete").not.toHaveProperty("reading");
  expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
});

it("a second purge during the reading resets it once more", async () => {
  removeUnheard(3);
  server.page_size = 3;
  await aino.syncIn({ kind: "cut", share: 0.8 });
  removeUnheard(4);
  await aino.syncIn({ kind: "up" });
  expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
});

it("an operation waits for the end of the reading that bears its effect", async () => {
  await aino.device.record("work_order.complete", order(9), { result: "fixed" });
  await aino.syncIn({ kind: "response_lost" });
  removeUnheard(3);
  server.page_size = 2;
  const states: (string | undefined)[] = [];
  const stop = effect(() => void states.push(aino.device.find(order(9))?.state));
  await aino.syncIn({ kind: "up" });
  stop();
  // The completed order belongs to the worker alone in the end.
  expect([...new Set(states)]).toEqual(["done"]);
  expect(server.bucketsOf(order(9))).toEqual([OWN]);
});
