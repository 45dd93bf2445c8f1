import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SyncRequest } from "../../src/protocol/types";
import { FakeServer, problem } from "../fake_server";
import { AINO, fillDay, ORDER, ROUND, SCOPE } from "../samples";
import { joinedWorker, newPhone, Worker } from "../worker";

let server: FakeServer;
let aino: Worker;

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  fillDay(server);
  aino = await joinedWorker(server.fetch);
});
afterEach(() => aino.device.close());

const textsOf = ({ operations }: SyncRequest): readonly unknown[] => operations.map(({ payload }) => payload["text"]);
const states = () => aino.device.entries.value.map(({ state }) => state);

async function comment(...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await aino.device.record("work_order.comment", ORDER, { text });
  }
}

/** Syncs as often as a patient phone would; gives what was sent each time. */
async function syncUntilQuiet(attempts = 20): Promise<readonly SyncRequest[]> {
  const before = server.requests.length;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await aino.syncIn({ kind: "up" });
  }
  return server.requests.slice(before);
}

const chokesOn = (poison: string, status = 500, code = "internal_error") => (request: SyncRequest) =>
  textsOf(request).includes(poison) ? problem(status, code) : null;

describe("an operation that the server can't take", () => {
  it("is set aside after its batch was halved down to it, and the rest goes on", async () => {
    server.refusal = chokesOn("myrkky");
    await comment("a", "b", "myrkky", "d", "e");
    const requests = await syncUntilQuiet();

    const sizes = requests.map(({ operations }) => operations.length).filter((size) => size > 0);
    expect(sizes.slice(0, 7), "three refusals, then half").toEqual([5, 5, 5, 3, 3, 3, 2]);
    expect(states()).toEqual(["accepted", "accepted", "set_aside", "accepted", "accepted"]);
    expect(server.effects).toHaveLength(4);
    expect(aino.device.entries.value[2]).toMatchObject({ reason: "internal_error" });
    expect(aino.device.waitingCount.value, "it still waits").toBe(1);
    expect(aino.device.find(ORDER)?.comments, "and stays on show").toHaveLength(5);
    expect(requests.at(-1)?.pending.count, "supervisors see it").toBe(1);
    expect(aino.device.status.value).toMatchObject({ phase: "idle", waiting: 1 });
  });

  it("stays set aside over a restart, and is sent again by hand", async () => {
    server.refusal = chokesOn("myrkky");
    await comment("myrkky", "b");
    await syncUntilQuiet();
    await aino.restart();
    await aino.syncIn({ kind: "up" });
    expect(states()).toEqual(["accepted", "set_aside"]);
    expect(server.requests.at(-1)?.operations).toEqual([]);

    server.refusal = () => null;
    aino.link.weather = { kind: "up" };
    await aino.device.tryAgain(aino.device.entries.value[1]!.operation.id);
    expect(states()).toEqual(["accepted", "accepted"]);
    expect(aino.device.waitingCount.value).toBe(0);
  });

  it("is set aside again when it is refused again, alone", async () => {
    server.refusal = chokesOn("myrkky");
    await comment("myrkky");
    await syncUntilQuiet();
    const before = server.requests.length;
    aino.link.weather = { kind: "up" };
    await aino.device.tryAgain(aino.device.entries.value[0]!.operation.id);
    await comment("b", "c");
    await syncUntilQuiet(6);
    expect(states()).toEqual(["accepted", "accepted", "set_aside"]);
    expect(server.requests.slice(before).filter((request) => textsOf(request).includes("myrkky")).map(textsOf)).toEqual([["myrkky"], ["myrkky"], ["myrkky"]]);
  });

  it("is set aside when it alone is too large", async () => {
    server.refusal = chokesOn("myrkky", 413, "batch_too_large");
    await comment("a", "myrkky", "c");
    await syncUntilQuiet();
    expect(states()).toEqual(["accepted", "set_aside", "accepted"]);
  });

  it("counts three refusals over restarts too", async () => {
    server.refusal = chokesOn("myrkky");
    await comment("myrkky");
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await aino.syncIn({ kind: "up" });
      await aino.restart();
    }
    expect(states()).toEqual(["set_aside"]);
  });
});

describe("nothing is set aside", () => {
  it.each([
    ["by a server that refuses everything", () => problem(500, "internal_error")],
    ["while the server is busy", () => problem(503, "busy")],
    ["while there were too many requests", () => problem(429, "rate_limited", { "Retry-After": "7" })],
    ["when somebody else answers", () => new Response("<h1>Bad gateway</h1>", { status: 502 })],
    ["when the outbox is another person's", () => problem(403, "wrong_person")],
  ])("%s", async (_, refusal) => {
    await comment("a", "b");
    server.refusal = refusal;
    await syncUntilQuiet(30);
    expect(states()).toEqual(["saved", "saved"]);

    server.refusal = () => null;
    await syncUntilQuiet(2);
    expect(states()).toEqual(["accepted", "accepted"]);
  });

  it("when the server says now this, now that", async () => {
    let times = 0;
    await comment("a");
    server.refusal = ({ operations }) => (operations.length > 0 ? problem(500 + (times++ % 2), `code_${times % 2}`) : null);
    await syncUntilQuiet(12);
    expect(states()).toEqual(["saved"]);
  });
});

it("obeys Retry-After", async () => {
  server.refusal = () => problem(429, "rate_limited", { "Retry-After": "700" });
  await aino.syncIn({ kind: "up" });
  expect(aino.device.status.value).toMatchObject({ phase: "failed", error_code: "rate_limited" });
  expect([...aino.timers].map(({ delay_ms }) => delay_ms)).toEqual([700_000]);
});

describe("when access has ended", () => {
  beforeEach(async () => {
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    server.endAccess(AINO);
    await aino.syncIn({ kind: "up" });
  });

  it("the documents are forgotten, and what was recorded is sent", async () => {
    expect(aino.device.status.value).toMatchObject({ phase: "access_ended", error_code: "access_ended", waiting: 0 });
    expect(aino.device.documents.value.size).toBe(0);
    expect(aino.device.entries.value).toMatchObject([{ state: "needs_look", reason: "access_ended" }]);
    const sent = server.requests.find(({ operations, pull }) => operations.length > 0 && pull === false);
    expect(sent).not.toHaveProperty("snapshots");
    expect(sent).not.toHaveProperty("check");
  });

  it("that is said after a restart without network too", async () => {
    await aino.restart();
    expect(aino.device.status.value).toMatchObject({ phase: "access_ended", first_download: null });
    expect(aino.device.documents.value.size).toBe(0);
  });

  it("what is recorded after it is sent as well, and nothing is asked when nothing waits", async () => {
    const before = server.requests.length;
    await aino.syncIn({ kind: "up" });
    expect(server.requests.slice(before).map(({ pull }) => pull)).toEqual([undefined]);
    await aino.device.record("work_order.create", "work_order:x", { property: "property:x", category: "lock", urgency: "minor", description: "Jumissa" });
    await aino.syncIn({ kind: "up" });
    expect(aino.device.waitingCount.value).toBe(0);
  });

  it("everything comes back with the access", async () => {
    server.giveAccessBack(AINO);
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "idle", error_code: null });
    expect([...aino.device.documents.value.keys()].sort()).toEqual([...server.visibleTo(AINO).keys()].sort());
    await aino.restart();
    expect(aino.device.status.value.phase).not.toBe("access_ended");
  });

  it("a server restored before it said so gets the archive again", async () => {
    await aino.device.close();
    newPhone();
    server = new FakeServer();
    fillDay(server);
    aino = new Worker(server.fetch);
    await aino.start();
    await aino.join("AINO1");
    await aino.syncIn({ kind: "up" });
    const backup = server.backup();
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
    server.restore(backup);
    server.endAccess(AINO);
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    await aino.syncIn({ kind: "up" });
    expect(server.effects).toHaveLength(2);
    expect(aino.device.status.value).toMatchObject({ phase: "access_ended", waiting: 0 });
  });

  it("a restored server gets the archive again", async () => {
    const backup = server.backup();
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    await aino.syncIn({ kind: "up" });
    server.restore(backup);
    await aino.syncIn({ kind: "up" });
    await aino.device.record("round.tick", ROUND, { visit: "c" });
    await aino.syncIn({ kind: "up" });
    expect(new Set(server.effects).size).toBe(3);
  });
});

describe.each([
  [426, "protocol_too_old"],
  [400, "protocol_too_new"],
])("when the server says %i %s", (status, code) => {
  beforeEach(async () => {
    server.refusal = ({ pull }) => (pull === false ? null : problem(status, code));
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
  });

  it("what was recorded is sent, the documents stay, and an update is asked for", async () => {
    expect(aino.device.status.value).toMatchObject({ phase: "update_needed", error_code: code, waiting: 0 });
    expect(aino.device.find(ROUND)?.visits[0]?.state).toBe("done");
    expect(server.effects).toHaveLength(1);
    await aino.restart();
    expect(aino.device.find(ROUND)?.visits[0]?.state).toBe("done");
  });

  it("asks again now and then, and goes on when both are of an age", async () => {
    expect([...aino.timers].map(({ delay_ms }) => delay_ms)).toEqual([900_000]);
    server.refusal = () => null;
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "idle", error_code: null });
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("what the server can't take at the moment is kept", async () => {
    server.verdict = () => ({ status: "later" });
    await comment("a");
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ waiting: 1, error_code: "busy" });
  });
});

it("keeps everything when the device is signed out, and goes on after joining again", async () => {
  await comment("a");
  server.revokeToken("token-AINO1");
  await aino.syncIn({ kind: "up" });
  expect(aino.device.status.value).toMatchObject({ phase: "signed_out", waiting: 1 });
  server.invite("AINO2", AINO, SCOPE);
  aino.link.weather = { kind: "up" };
  await aino.join("AINO2");
  await aino.device.syncNow();
  expect(states()).toEqual(["accepted"]);
});

it("is not signed out by a stranger's 401", async () => {
  const stranger = new Worker(async () => new Response("<h1>Log in</h1>", { status: 401 }));
  await aino.device.close();
  await stranger.start();
  await stranger.device.record("work_order.comment", ORDER, { text: "a" });
  await stranger.syncIn({ kind: "up" });
  expect(stranger.device.status.value).toMatchObject({ phase: "failed", error_code: "not_an_answer", waiting: 1 });
  expect(stranger.timers.size).toBe(1);
  await stranger.device.close();
});
