import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Operation } from "../../src/protocol/operations";
import type { OperationResult } from "../../src/protocol/types";
import { Outbox } from "../../src/store/outbox";
import { failStorageAfter, useFaultyStorage } from "../faulty_storage";
import { ROUND } from "../samples";
import { newPhone } from "../worker";

useFaultyStorage();

let outbox: Outbox;
let clock = 0;

beforeEach(() => {
  newPhone();
  outbox = new Outbox();
  clock = 0;
});
afterEach(() => outbox.close());

const make = (text = "") => (sequence: number): Operation => {
  clock += 1;
  return {
    id: `operation-${clock}`,
    sequence,
    kind: "round.tick",
    kind_version: 1,
    target: ROUND,
    base_revision: 1,
    recorded_at: `2026-04-01T08:00:00.${String(clock).padStart(3, "0")}+03:00`,
    clock: null,
    payload: { visit: "a", text },
    seen: {},
  };
};

const result = (id: string, changes: Partial<OperationResult> = {}): OperationResult => ({
  id,
  status: "applied",
  at: { catalogue: 1 },
  flags: [],
  reason: null,
  ...changes,
});

const record = async (person = "aino", text = "") => (await outbox.record(person, make(text))).id;
const NOW = "2026-04-01T05:00:00.000Z";
const AT = { server_time: NOW, epoch: "epoch-1" };

describe("recording", () => {
  it("numbers operations from 1, in the order they are recorded, however many at once", async () => {
    const stored = await Promise.all(Array.from({ length: 5 }, () => outbox.record("aino", make())));
    expect(stored.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(stored.map(({ operation }) => operation.sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it("goes on where it was after a restart, in the same stream", async () => {
    await record();
    const stream = await outbox.stream();
    await outbox.close();
    outbox = new Outbox();

    expect(await outbox.stream()).toBe(stream);
    expect((await outbox.record("aino", make())).sequence).toBe(2);
  });

  it("asks for strict durability", async () => {
    await record();
    const asked: unknown[] = [];
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function watched(this: IDBDatabase, ...parameters: Parameters<typeof transaction>) {
      asked.push([parameters[1], parameters[2]]);
      return transaction.apply(this, parameters);
    };
    await record();
    expect(asked).toEqual([["readwrite", { durability: "strict" }]]);
  });

  it("stores nothing and uses no number up when it fails", async () => {
    await record();
    failStorageAfter(0, "QuotaExceededError");
    await expect(record()).rejects.toThrow("the storage failed");
    failStorageAfter(Infinity);

    expect((await outbox.record("aino", make())).sequence).toBe(2);
    expect(await outbox.recorded("aino")).toHaveLength(2);
  });

  it("refuses an id that it has", async () => {
    await outbox.record("aino", (sequence) => ({ ...make()(sequence), id: "same" }));
    await expect(outbox.record("aino", (sequence) => ({ ...make()(sequence), id: "same" }))).rejects.toMatchObject({ name: "ConstraintError" });
    expect((await outbox.record("aino", make())).sequence).toBe(2);
  });
});

describe("a batch", () => {
  it("is the oldest operations, and tells what is left", async () => {
    const ids = [await record(), await record(), await record()];
    const { operations, left, has_more } = await outbox.nextBatch("aino", 2, 10_000);

    expect(operations.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(has_more).toBe(true);
    expect(left).toEqual({ count: 1, oldest_recorded_at: "2026-04-01T08:00:00.003+03:00" });
  });

  it("stays below its bytes, but never empty", async () => {
    await record("aino", "x".repeat(900));
    await record("aino", "x".repeat(900));
    expect((await outbox.nextBatch("aino", 200, 2_000)).operations).toHaveLength(1);
    expect((await outbox.nextBatch("aino", 200, 10)).operations).toHaveLength(1);
    expect((await outbox.nextBatch("aino", 200, 5_000)).operations).toHaveLength(2);
  });

  it("is only one person's", async () => {
    await record("aino");
    await record("veikko");
    expect((await outbox.nextBatch("aino", 200, 10_000)).operations).toHaveLength(1);
    expect(await outbox.waitingCount("aino")).toBe(1);
    expect(await outbox.waitingCountOfOthers("aino")).toBe(1);
    expect(await outbox.recorded("veikko")).toHaveLength(1);
  });
});

describe("what is set aside", () => {
  const aside = { code: "internal_error", at: NOW };

  it("is passed over, and counts as waiting", async () => {
    const [a, b, c] = [await record(), await record(), await record()];
    await outbox.setAside(a, aside);
    const { operations, left, has_more } = await outbox.nextBatch("aino", 1, 10_000);

    expect(operations.map(({ id }) => id)).toEqual([b]);
    expect(left).toEqual({ count: 2, oldest_recorded_at: "2026-04-01T08:00:00.001+03:00" });
    expect(has_more).toBe(true);
    await outbox.acknowledge([result(b), result(c)], AT);
    expect(await outbox.nextBatch("aino", 200, 10_000)).toEqual({
      operations: [],
      left: { count: 1, oldest_recorded_at: "2026-04-01T08:00:00.001+03:00" },
      has_more: false,
    });
    expect(await outbox.waitingCount("aino")).toBe(1);
  });

  it("is sent again by hand, over a restart too", async () => {
    const id = await record();
    expect(await outbox.setAside(id, aside)).toMatchObject({ id, set_aside: aside, state: "waiting" });
    await outbox.close();
    outbox = new Outbox();
    expect(await outbox.recorded("aino")).toMatchObject([{ set_aside: aside }]);
    expect(await outbox.tryAgain(id)).not.toHaveProperty("set_aside");
    expect((await outbox.nextBatch("aino", 200, 10_000)).operations).toHaveLength(1);
  });

  it("is nothing but an archived operation once the server has it", async () => {
    const id = await record();
    await outbox.setAside(id, aside);
    expect((await outbox.acknowledge([result(id)], AT))[0]).not.toHaveProperty("set_aside");
    expect(await outbox.setAside(id, aside)).toBeNull();
    expect(await outbox.tryAgain(id)).toBeNull();
    expect(await outbox.setAside("unknown", aside)).toBeNull();
  });
});

describe("acknowledging", () => {
  it("archives final results with what the server said, and keeps waiting for the others", async () => {
    const [a, b, c] = [await record(), await record(), await record()];
    const flagged = result(b, { status: "flagged", flags: ["reassigned"] });
    const moved = await outbox.acknowledge([result(a), flagged, result(c, { status: "later" }), result("unknown")], AT);

    expect(moved).toMatchObject([{ id: a, acknowledged_at: NOW }, { id: b, result: flagged }]);
    expect(await outbox.waitingCount("aino")).toBe(1);
    expect((await outbox.unsettled("aino")).map(({ id }) => id)).toEqual([a, b, c]);
  });

  it("keeps the first answer when the same one comes twice", async () => {
    const id = await record();
    await outbox.acknowledge([result(id)], AT);
    expect(await outbox.acknowledge([result(id, { status: "flagged" })], AT)).toEqual([]);
    expect(await outbox.recorded("aino")).toMatchObject([{ result: { status: "applied" } }]);
  });

  it("leaves the overlay when it is settled, and nothing that waits is settled", async () => {
    const [a, b] = [await record(), await record()];
    await outbox.acknowledge([result(a)], AT);
    await outbox.settle([a, b]);

    expect((await outbox.unsettled("aino")).map(({ id }) => id)).toEqual([b]);
    expect(await outbox.recorded("aino")).toMatchObject([{ state: "settled" }, { state: "waiting" }]);
  });

  it("is taken back for what another history of the server's has", async () => {
    const [a, b, c] = [await record(), await record(), await record()];
    await outbox.acknowledge([result(a), result(b)], AT);
    await outbox.acknowledge([result(c)], { ...AT, epoch: "epoch-2" });
    await outbox.settle([a]);

    expect(await outbox.reopenArchive("aino", "epoch-2")).toBe(2);
    expect(await outbox.waitingCount("aino")).toBe(2);
    expect((await outbox.nextBatch("aino", 200, 10_000)).operations.map(({ id }) => id)).toEqual([a, b]);
    expect(await outbox.reopenArchive("aino", "epoch-2")).toBe(0);
  });
});

describe("the archive", () => {
  it("forgets what is settled, old and in a backup, and nothing else", async () => {
    const [old, edge, young, waiting, unsettled] = [await record(), await record(), await record(), await record(), await record()];
    await outbox.acknowledge([result(old), result(unsettled)], { ...AT, server_time: "2026-02-01T00:00:00Z" });
    await outbox.acknowledge([result(edge)], { ...AT, server_time: "2026-02-01T00:00:00.500Z" });
    await outbox.acknowledge([result(young)], AT);
    await outbox.settle([old, edge, young]);
    await outbox.prune("2026-03-01T00:00:00.000Z", "2026-01-31T00:00:00Z");
    expect(await outbox.recorded("aino"), "no backup has it").toHaveLength(5);
    await outbox.prune("2026-03-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z");

    expect((await outbox.recorded("aino")).map(({ id }) => id)).toEqual([edge, young, waiting, unsettled]);
  });

  it("can be read from its end", async () => {
    const ids = [await record(), await record(), await record()];
    expect((await outbox.recorded("aino", 2)).map(({ id }) => id)).toEqual(ids.slice(1));
  });
});

describe("a connection", () => {
  it("steps aside for whoever changes the database, and comes back", async () => {
    await record();
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase("kierros-outbox");
      request.addEventListener("success", () => resolve());
      request.addEventListener("blocked", () => reject(new Error("blocked")));
    });
    expect(await outbox.recorded("aino")).toEqual([]);
    expect((await outbox.record("aino", make())).sequence).toBe(1);
  });

  it("tries again after a database could not be opened", async () => {
    const broken = Object.create(indexedDB) as IDBFactory;
    broken.open = () => {
      throw new DOMException("no", "UnknownError");
    };
    const whole = globalThis.indexedDB;
    globalThis.indexedDB = broken;
    await expect(record()).rejects.toThrow("no");
    globalThis.indexedDB = whole;
    expect((await outbox.record("aino", make())).sequence).toBe(1);
  });
});
