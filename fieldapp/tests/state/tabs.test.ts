import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Locks } from "../../simulation/locks";
import { FakeServer, problem } from "../fake_server";
import { AINO, fillDay, ORDER, OWN, roundBody, ROUND } from "../samples";
import { newPhone, Worker } from "../worker";

let server: FakeServer;
let locks: Locks;
let first: Worker;
let second: Worker;

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  fillDay(server);
  locks = new Locks();
  const surroundings = { locks: locks.asManager() };
  first = new Worker(server.fetch, surroundings);
  second = new Worker(server.fetch, surroundings);
  await first.start();
  await second.start();
  await first.join("AINO1");
  await first.device.syncNow();
  await vi.waitUntil(() => second.device.documents.value.size === server.visibleTo(AINO).size);
});

afterEach(async () => {
  await first.device.close();
  await second.device.close();
});

const state = (worker: Worker) => worker.device.find(ROUND)?.visits[0]?.state;

describe("two tabs of one phone", () => {
  it("know of each other's joining", () => {
    expect(second.device.session.value?.person.name).toBe("Aino");
  });

  it("show what the other one recorded, and number it in one row", async () => {
    second.link.weather = { kind: "down" };
    await first.device.record("round.tick", ROUND, { visit: "a" });
    await vi.waitFor(() => expect(state(second)).toBe("done"));
    await second.device.record("work_order.comment", ORDER, { text: "Avain puuttuu" });
    await vi.waitFor(() => expect(first.device.entries.value.map(({ operation }) => operation.sequence)).toEqual([2, 1]));
  });

  it("send everything once, whoever syncs", async () => {
    await Promise.all([
      first.device.record("round.tick", ROUND, { visit: "a" }),
      second.device.record("round.tick", ROUND, { visit: "b" }),
    ]);
    await Promise.all([first.device.syncNow(), second.device.syncNow()]);
    await first.device.syncNow();

    await vi.waitFor(() => expect([first.device.waitingCount.value, second.device.waitingCount.value]).toEqual([0, 0]));
    expect(server.effects).toHaveLength(2);
    for (const tab of [first, second]) {
      await vi.waitFor(() => expect(tab.device.documents.value).toEqual(server.visibleTo(AINO)));
    }
  });

  it("sync one at a time", async () => {
    await Promise.all([first.device.syncNow(), second.device.syncNow()]);
    expect(locks.refusals).toBeGreaterThan(0);
    expect(second.device.status.value.error_code).toBeNull();
  });

  it("see what the other one downloaded", async () => {
    server.put(ROUND, roundBody(["a"], { note: "Uusi" }), [OWN]);
    await first.device.syncNow();
    await vi.waitFor(() => expect(second.device.find(ROUND)?.note).toBe("Uusi"));
  });

  it("are well again when the other one got through", async () => {
    second.link.weather = { kind: "down" };
    await second.device.syncNow();
    expect(second.device.status.value.phase).toBe("offline");
    first.now = "2026-04-01T05:30:00.000Z";
    await first.device.syncNow();
    await vi.waitFor(() =>
      expect(second.device.status.value).toMatchObject({ phase: "idle", last_success_at: "2026-04-01T05:30:00.000Z" }),
    );
  });

  it("know of each other's refusals, and either may try again", async () => {
    server.refusal = ({ operations }) => (operations.length > 0 ? problem(500, "internal_error") : null);
    await first.device.record("work_order.comment", ORDER, { text: "Outo" });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await first.device.syncNow();
    }
    await vi.waitFor(() => expect(second.device.entries.value).toMatchObject([{ state: "set_aside" }]));
    server.refusal = () => null;
    await second.device.tryAgain(second.device.entries.value[0]!.operation.id);
    for (const tab of [first, second]) {
      await vi.waitFor(() => expect(tab.device.entries.value).toMatchObject([{ state: "accepted" }]));
    }
  });

  it("sign out together", async () => {
    expect(await first.device.signOut()).toEqual({ ok: true });
    await vi.waitFor(() => expect(second.device.session.value).toBeNull());
    expect(second.device.documents.value.size).toBe(0);
  });
});

describe.each([
  ["with locks", true],
  ["without locks", false],
])("two tabs %s that record and sync at once", (_, has_locks) => {
  it("mix nothing up, whatever comes first", async () => {
    server.page_size = 2;
    const surroundings = has_locks ? { locks: locks.asManager() } : {};
    const tabs = [new Worker(server.fetch, surroundings), new Worker(server.fetch, surroundings)];
    await Promise.all(tabs.map((tab) => tab.start()));
    for (let round = 0; round < 10; round += 1) {
      server.put(ROUND, { ...server.get(ROUND), type: "round", note: `Huomio ${round}` }, [OWN]);
      await Promise.all(
        tabs.flatMap((tab, index) => [
          tab.device.syncNow(),
          tab.device.record("work_order.comment", ORDER, { text: `${index} ${round}` }),
          tab.device.record(round % 2 === 0 ? "round.tick" : "round.untick", ROUND, { visit: index === 0 ? "a" : "b" }),
        ]),
      );
    }
    await Promise.all(tabs.map((tab) => tab.device.syncNow()));
    await Promise.all(tabs.map((tab) => tab.device.syncNow()));

    expect(new Set(server.effects).size).toBe(40);
    expect(server.effects).toHaveLength(40);
    for (const tab of tabs) {
      await vi.waitFor(() => expect(tab.device.documents.value).toEqual(server.visibleTo(AINO)));
      expect(tab.device.waitingCount.value).toBe(0);
      expect(tab.device.find(ORDER)?.comments).toHaveLength(20);
      await tab.device.close();
    }
  });
});
