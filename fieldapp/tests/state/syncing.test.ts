import "fake-indexeddb/auto";
import { effect } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { Return } from "../../src/protocol/documents";
import type { Operation } from "../../src/protocol/operations";
import type { SyncRequest } from "../../src/protocol/types";
import { FakeServer } from "../fake_server";
import { failStorageAfter, mendStorage, useFaultyStorage } from "../faulty_storage";
import { AINO, DISTRICT, fillDay, ORDER, orderBody, OWN, personOf, productBody, roundBody, ROUND, SCOPE, VEIKKO } from "../samples";
import { joinedWorker, newPhone, Worker } from "../worker";

useFaultyStorage();

let server: FakeServer;
let aino: Worker;

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  fillDay(server);
  aino = await joinedWorker(server.fetch);
});
afterEach(() => aino.device.close());

const lastRequest = (): SyncRequest | undefined => server.requests.at(-1);
/** What the server got last. */
const operation = (): Operation => server.requests.flatMap(({ operations }) => operations).at(-1)!;
const entry = () => aino.device.entries.value[0];
const visitState = () => aino.device.find(ROUND)?.visits[0]?.state;

/** A supervisor sends the last operation back. */
function sendBack(): void {
  const { id: _, ...returned }: Return = {
    id: documentId("return", "x"),
    type: "return",
    operation: operation().id,
    kind: "round.tick",
    target: ROUND,
    visit: "a",
    comment: "Ei ollut tehty",
    by: personOf(VEIKKO),
    at: "2026-04-01T06:00:00.000Z",
  };
  server.put(documentId("return", operation().id), returned, [OWN]);
}

async function tickMany(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await aino.device.record("work_order.comment", ORDER, { text: `Huomio ${index}` });
  }
}

describe("a request", () => {
  it("bears who, where from, how far, and what", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });

    const request = server.requests.find(({ operations }) => operations.length > 0);
    expect(request).toMatchObject({
      protocol: 2,
      build: "0.0.0-test",
      person: AINO.id,
      epoch: "epoch-1",
      cursor: { catalogue: 1, [DISTRICT]: 1, [OWN]: 2 },
      pending: { count: 0, oldest_recorded_at: null },
      operations: [{ sequence: 1, kind: "round.tick", kind_version: 1, target: ROUND }],
    });
    expect(request?.sent_at).toMatch(/[+-]\d\d:\d\d$/);
  });

  it("bears at most 200 operations, and says what is left", { timeout: 20_000 }, async () => {
    await tickMany(201);
    const before = server.requests.length;
    await aino.syncIn({ kind: "up" });

    const sent = server.requests.slice(before).filter(({ operations }) => operations.length > 0);
    expect(sent.map(({ operations }) => operations.length)).toEqual([200, 1]);
    expect(sent.map(({ pending }) => pending.count)).toEqual([1, 0]);
    expect(sent[0]?.pending.oldest_recorded_at).toBe(sent[1]?.operations[0]?.recorded_at);
    expect(aino.device.waitingCount.value).toBe(0);
  });

  it("is halved when the server finds it too large", async () => {
    await tickMany(5);
    const sizes: number[] = [];
    const { fetch } = server;
    const strict = new Worker(async (url, init) => {
      const answer = await fetch(url, init);
      const { operations } = lastRequest() ?? { operations: [] };
      sizes.push(operations.length);
      return operations.length > 2 ? Response.json({ status: 413, code: "batch_too_large" }, { status: 413 }) : answer;
    });
    await strict.start();
    await strict.syncIn({ kind: "up" });

    expect(sizes.filter((size) => size > 0)).toEqual([5, 3, 2, 2, 1]);
    expect(strict.device.waitingCount.value).toBe(0);
    await strict.device.close();
  });
});

describe("pages", () => {
  it("are fetched until all is there, with progress on the first download", async () => {
    for (let key = 0; key < 25; key += 1) {
      server.put(documentId("product", String(key)), productBody(), ["catalogue"]);
    }
    server.page_size = 10;
    server.invite("AINO2", AINO, SCOPE);
    newPhone();
    const fresh = new Worker(server.fetch);
    await fresh.start();
    const progress: number[] = [];
    const stop = effect(() => {
      const { first_download } = fresh.device.status.value;
      if (first_download) {
        progress.push(first_download.documents);
      }
    });
    await fresh.join("AINO2");
    await fresh.device.syncNow();
    stop();

    expect([...new Set(progress)]).toEqual([0, 10, 20, 29]);
    expect(fresh.device.status.value.first_download).toBeNull();
    expect(fresh.device.documents.value).toEqual(server.visibleTo(AINO));
    await fresh.device.close();
  });

  it("resume at the line after a cut", async () => {
    for (let key = 0; key < 25; key += 1) {
      server.put(documentId("product", String(key)), productBody(), ["catalogue"]);
    }
    await aino.syncIn({ kind: "cut", share: 0.5 });
    expect(aino.device.status.value).toMatchObject({ phase: "offline", error_code: "network" });
    const arrived = aino.device.byType("product").value.length;
    expect(arrived).toBeGreaterThan(5);
    expect(arrived).toBeLessThan(26);

    await aino.syncIn({ kind: "up" });
    expect(lastRequest()?.cursor["catalogue"]).toBe(arrived);
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("end when the server makes no headway", async () => {
    server.put(ROUND, roundBody(["a"]), [OWN]);
    server.page_size = 0;
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "failed", error_code: "busy" });
  });
});

describe("the status", () => {
  it("tells since when nothing gets through, and of the last success", async () => {
    await aino.syncIn({ kind: "down" });
    expect(aino.device.status.value).toMatchObject({
      phase: "offline",
      error_code: "network",
      failing_since: "2026-04-01T05:00:00.000Z",
      last_success_at: "2026-04-01T05:00:00.000Z",
    });
    await aino.restart();
    expect(aino.device.status.value.last_success_at).toBe("2026-04-01T05:00:00.000Z");
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "idle", error_code: null, failing_since: null });
  });

  it("says when the phone's storage fails, and nothing is lost by it", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    failStorageAfter(0);
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "failed", error_code: "storage" });
    mendStorage();
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "idle", waiting: 0 });
    expect(server.effects).toHaveLength(1);
  });

  it("starts even when the stores can't be opened", async () => {
    failStorageAfter(0);
    const broken = new Worker(server.fetch);
    await broken.start();
    expect(broken.device.ready.value).toBe(true);
    expect(broken.device.status.value).toMatchObject({ phase: "failed", error_code: "storage" });
    await broken.device.close();
  });
});

describe("a recording that the phone can't store", () => {
  it.each([
    ["QuotaExceededError", "quota"],
    ["UnknownError", "storage"],
  ])("fails loudly and shows nothing: %s", async (name, code) => {
    failStorageAfter(0, name);
    await expect(aino.device.record("round.tick", ROUND, { visit: "a" })).rejects.toMatchObject({ name: "NotSaved", code });
    expect(visitState()).toBe("open");
    expect(aino.device.waitingCount.value).toBe(0);
  });

  it("fails when it is larger than the server would take", async () => {
    const text = "x".repeat(70_000);
    await expect(aino.device.record("work_order.comment", ORDER, { text })).rejects.toMatchObject({ code: "too_large" });
  });
});

describe("scope", () => {
  it("takes a bucket's documents off the phone, and brings another's", async () => {
    server.put(documentId("work_order", "new"), orderBody(), ["district:706:cleaning"]);
    server.setScope(AINO, ["catalogue", "district:706:cleaning", OWN]);
    await aino.syncIn({ kind: "up" });

    expect(aino.device.find(ORDER)).toBeUndefined();
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("leaves what waits to be sent, and its document, until it is sent", async () => {
    await aino.device.record("work_order.comment", ORDER, { text: "Avain puuttuu" });
    server.verdict = () => ({ status: "later" });
    server.setScope(AINO, ["catalogue", OWN]);
    await aino.syncIn({ kind: "up" });
    expect(aino.device.find(ORDER)?.comments).toHaveLength(1);
    await aino.restart();
    expect(aino.device.find(ORDER)?.comments).toHaveLength(1);

    server.verdict = () => ({});
    await aino.syncIn({ kind: "up" });
    expect(aino.device.waitingCount.value).toBe(0);
    expect(aino.device.find(ORDER)).toBeUndefined();
  });
});

describe("an order that a colleague took", () => {
  it("leaves the phone with the worker's completion accepted", async () => {
    await aino.device.record("work_order.complete", ORDER, { result: "fixed" });
    server.put(ORDER, { ...orderBody(), assigned_to: personOf(VEIKKO) }, [`person:${VEIKKO.id}`]);
    await aino.syncIn({ kind: "up" });

    expect(aino.device.find(ORDER)).toBeUndefined();
    expect(aino.device.entries.value).toMatchObject([{ state: "accepted" }]);
    expect(server.get(ORDER)).toMatchObject({ state: "done" });
  });
});

describe("a quarantined operation", () => {
  beforeEach(async () => {
    server.verdict = () => ({ status: "quarantined", reason: "apply_failed" });
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
    server.verdict = () => ({});
  });

  it("stays on show until a supervisor sends it back", async () => {
    await aino.syncIn({ kind: "up" });
    expect(visitState()).toBe("done");
    expect(entry()).toMatchObject({ state: "needs_look", reason: "apply_failed", decision: null });

    sendBack();
    await aino.syncIn({ kind: "up" });
    expect(visitState()).toBe("open");
    expect(entry()).toMatchObject({ state: "sent_back", decision: { comment: "Ei ollut tehty" } });
    await aino.restart();
    expect(visitState()).toBe("open");
  });

  it("leaves the overlay when the supervisor dismisses it, and says why", async () => {
    server.decide(operation(), AINO, "dismissed", "Väärä tila");
    await aino.syncIn({ kind: "up" });
    expect(visitState()).toBe("open");
    expect(entry()).toMatchObject({ state: "dismissed", decision: { comment: "Väärä tila" } });
    await aino.restart();
    expect(entry()).toMatchObject({ state: "dismissed" });
  });

  it("is on show as the server's own when the supervisor applies it", async () => {
    server.decide(operation(), AINO, "applied");
    await aino.syncIn({ kind: "up" });
    expect(visitState()).toBe("done");
    expect(entry()).toMatchObject({ state: "applied_later" });
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("waits for the end of a complete answer, whenever the decision came", async () => {
    for (let key = 0; key < 20; key += 1) {
      server.put(documentId("product", String(key)), productBody(), [OWN]);
    }
    server.decide(operation(), AINO, "dismissed", "Väärä tila");
    server.put(ROUND, roundBody(["a"]), [OWN]);
    server.page_size = 2;
    const states: unknown[] = [];
    const stop = effect(() => void states.push(visitState()));
    await aino.syncIn({ kind: "cut", share: 0.99 });
    expect(visitState()).toBe("done");
    await aino.syncIn({ kind: "up" });
    stop();
    expect([...new Set(states)]).toEqual(["done", "open"]);
  });

  it("stays decided when the phone no longer has the decision", async () => {
    server.decide(operation(), AINO, "dismissed");
    await aino.syncIn({ kind: "up" });
    server.put(documentId("decision", operation().id), null, []);
    await aino.syncIn({ kind: "up" });
    expect(entry()).toMatchObject({ state: "decided", decision: null });
    expect(visitState()).toBe("open");
  });
});

describe("the archive", () => {
  const DAY_MS = 24 * 60 * 60_000;
  const begin = Date.parse("2026-04-01T05:00:00.000Z");

  it("forgets what was acknowledged 30 days ago and is in a backup, all by the server's clock", async () => {
    // A phone whose clock is years off.
    aino.now = "2031-01-01T00:00:00.000Z";
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
    expect(aino.device.entries.value).toMatchObject([{ state: "accepted", acknowledged_at: "2026-04-01T05:00:00.000Z" }]);

    const exportedAfter = async (days: number, backup_through: string | null): Promise<number> => {
      server.now = () => new Date(begin + days * DAY_MS);
      server.backup_through = backup_through;
      await aino.syncIn({ kind: "up" });
      return (JSON.parse(await (await aino.device.exportFile()).text()) as { operations: unknown[] }).operations.length;
    };
    expect(await exportedAfter(29, "2026-04-20T00:00:00Z"), "too young").toBe(1);
    expect(await exportedAfter(40, null), "in no backup").toBe(1);
    expect(await exportedAfter(41, "2026-04-01T04:59:59Z"), "after the backup").toBe(1);
    expect(await exportedAfter(42, "2026-04-01T05:00:00Z")).toBe(0);
  });
});

describe("a new epoch", () => {
  it("sends the archive again, in order, and reads afresh", async () => {
    const backup = server.backup();
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
    await aino.device.record("round.untick", ROUND, { visit: "a" });
    server.restore(backup);
    await aino.syncIn({ kind: "up" });

    expect(server.effects).toHaveLength(2);
    expect(visitState()).toBe("open");
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
    expect(lastRequest()?.epoch).toBe("epoch-1+");
  });

  it("is noticed by the archive when the documents were forgotten meanwhile, and the epoch with them", async () => {
    const backup = server.backup();
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
    await aino.device.signOut();
    server.restore(backup);
    server.invite("AINO2", AINO, SCOPE);
    aino.link.weather = { kind: "up" };
    await aino.join("AINO2");
    await aino.device.syncNow();

    expect(server.effects).toHaveLength(1);
    expect(visitState()).toBe("done");
    expect(aino.device.status.value).toMatchObject({ phase: "idle", waiting: 0 });
  });
});

describe("a document that left the phone's buckets", () => {
  it("shows all own work for as long as some of it keeps the document on show", async () => {
    server.verdict = ({ payload }) => (payload["text"] === "?" ? { status: "quarantined", reason: "apply_failed" } : {});
    await aino.device.record("work_order.comment", ORDER, { text: "?" });
    await aino.device.record("work_order.comment", ORDER, { text: "Huomio" });
    const quarantined = aino.device.entries.value[1]!.operation;
    await aino.syncIn({ kind: "response_lost" });
    server.put(ORDER, null, []);
    await aino.syncIn({ kind: "up" });
    const texts = () => aino.device.find(ORDER)?.comments.map(({ text }) => text);
    expect(texts()?.slice(-2)).toEqual(["?", "Huomio"]);

    server.decide(quarantined, AINO, "dismissed");
    await aino.syncIn({ kind: "up" });
    expect(texts()).toBeUndefined();
    const file = await (await aino.device.exportFile()).text();
    expect((JSON.parse(file) as { operations: { state: string }[] }).operations.map(({ state }) => state)).toEqual(["settled", "settled"]);
  });
});

describe("a renewed token", () => {
  it("is used from then on, also after a restart", async () => {
    server.renewed_token = "token-AINO1-renewed";
    server.acceptToken("token-AINO1-renewed", AINO);
    await aino.syncIn({ kind: "up" });
    server.renewed_token = null;
    await aino.restart();
    server.revokeToken("token-AINO1");
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value.phase).toBe("idle");
  });
});
