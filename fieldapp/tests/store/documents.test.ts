import "fake-indexeddb/auto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { DocumentId } from "../../src/protocol/documents";
import { documentHash, slotOf, slotSums, sumOf } from "../../src/protocol/sums";
import type { DocumentLine, MendedLine, SyncEnd, SyncHeader } from "../../src/protocol/types";
import { Behind, DocumentStore } from "../../src/store/documents";
import { startingHealth } from "../../src/store/health";
import { failStorageAfter, useFaultyStorage } from "../faulty_storage";
import { newPhone } from "../worker";

useFaultyStorage();

const NOW = "2026-04-01T05:00:00.000Z";
const NOTHING: ReadonlySet<string> = new Set();
const ID = documentId("product", "1");

let store: DocumentStore;

beforeEach(async () => {
  newPhone();
  store = new DocumentStore();
  await store.load("aino");
});
afterEach(() => store.close());

function header(add: readonly string[], drop: readonly string[] = [], epoch = "e-1"): SyncHeader {
  return { epoch, server_time: NOW, results: [], scope: { add, drop }, backup_through: null };
}

function put(b: string, v: number, r: number, id: DocumentId = ID): DocumentLine {
  return { b, v, id, r, doc: { type: "product", name: `revision ${r}` } };
}

function mendedLine(id: DocumentId, r: number): MendedLine {
  return { b: "a", v: 1, id, r, doc: { type: "product", name: `mended ${r}` }, m: true };
}

function gone(b: string, v: number, r: number, id: DocumentId = ID): DocumentLine {
  return { b, v, id, r, deleted: true };
}

const end = (cursor: Record<string, number>, complete = true): SyncEnd => ({ cursor, complete, checks: {}, next_s: 60 });

function apply(lines: readonly DocumentLine[], page_end: SyncEnd | null = end({}), keep = NOTHING) {
  return store.apply({ lines, end: page_end, keep, at: NOW });
}

const name = (id: DocumentId = ID) => (store.copies().get(id)?.document as { name?: string } | undefined)?.name;

async function reopen(): Promise<void> {
  await store.close();
  store = new DocumentStore();
  await store.load("aino");
}

describe("reading", () => {
  it("brings documents and cursor to disk together", async () => {
    await store.begin(header(["a", "b"]), 5, NOTHING);
    await apply([put("a", 3, 1), put("b", 9, 1, documentId("product", "2"))], null);
    await reopen();

    expect(name()).toBe("revision 1");
    expect(store.position).toMatchObject({ epoch: "e-1", cursor: { a: 3, b: 9 }, server_time: NOW, received_ms: 5, last_success_at: null });
  });

  it("moves the cursor to the end, and remembers the success", async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    await apply([put("a", 3, 1)], end({ a: 7 }));
    expect(store.position).toMatchObject({ cursor: { a: 7 }, last_success_at: NOW });
  });

  it("leaves both as they were when the disk fails", async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    failStorageAfter(0);
    await expect(apply([put("a", 3, 1)])).rejects.toThrow("the storage failed");
    failStorageAfter(Infinity);

    expect(store.position.cursor).toEqual({ a: 0 });
    expect(store.copies().size).toBe(0);
  });

  it("keeps fields and types it does not know", async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    await apply([{ b: "a", v: 1, id: "comet:1", r: 1, doc: { type: "comet", tail: [1, { x: null }] } }]);
    await reopen();
    expect(store.copies().get("comet:1")?.document).toEqual({ id: "comet:1", type: "comet", tail: [1, { x: null }] });
  });

  it("passes over lines it has read already", async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    await apply([put("a", 5, 2)]);
    await apply([put("a", 3, 1)]);
    expect(name()).toBe("revision 2");
    expect(store.position.cursor).toEqual({ a: 5 });
  });
});

describe("a document in several buckets", () => {
  beforeEach(async () => {
    await store.begin(header(["a", "b"]), 5, NOTHING);
    await apply([put("a", 1, 2), put("b", 1, 1)]);
  });

  it("counts with its highest revision, whatever the order", async () => {
    expect(name()).toBe("revision 2");
    await apply([put("b", 2, 3)]);
    expect(name()).toBe("revision 3");
  });

  it("is hidden only when no bucket holds it", async () => {
    await apply([gone("a", 2, 3)]);
    expect(name()).toBe("revision 1");
    expect((await apply([gone("b", 2, 3)])).get(ID)).toBeNull();
  });

  it("stays on show while a move is under way over two pages, also over a restart", async () => {
    await apply([gone("a", 2, 3), gone("b", 2, 3)], end({}, false));
    await reopen();
    expect(name()).toBe("revision 2");
    await apply([put("b", 3, 4)]);
    expect(name()).toBe("revision 4");
  });

  it("goes with the last of its buckets out of scope", async () => {
    await store.begin(header([], ["a"]), 5, NOTHING);
    expect(name()).toBe("revision 1");
    await store.begin(header([], ["b"]), 5, NOTHING);
    expect(name()).toBeUndefined();
    expect(store.position.cursor).toEqual({});
  });
});

describe("what the worker has unfinished operations on", () => {
  const keep = new Set<string>([ID]);

  beforeEach(async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    await apply([put("a", 1, 1)]);
  });

  it.each([
    ["deleted", () => apply([gone("a", 2, 2)], end({}), keep)],
    ["out of scope", () => store.begin(header([], ["a"]), 5, keep)],
  ])("stays on show when it is %s, until they are done", async (_, leave) => {
    await leave();
    await reopen();
    expect(name()).toBe("revision 1");
    await apply([], end({}), keep);
    expect(name()).toBe("revision 1");
    await apply([], end({}));
    expect(name()).toBeUndefined();
    await reopen();
    expect(name()).toBeUndefined();
  });
});

describe("reading afresh", () => {
  const other = documentId("product", "2");

  beforeEach(async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    await apply([put("a", 1, 8), put("a", 2, 9, other)]);
  });

  it("forgets the cursor in a new epoch, but shows the old copies until new ones come", async () => {
    await store.startAfresh("e-2");
    expect(store.position).toMatchObject({ epoch: "e-2", cursor: {} });
    expect(name()).toBe("revision 8");

    await store.begin(header(["a"], [], "e-2"), 6, NOTHING);
    await apply([put("a", 1, 3)], end({ a: 1 }, false));
    expect(name(), "a restored history may have lower revisions").toBe("revision 3");
    expect(name(other)).toBe("revision 9");
    await reopen();
    await apply([], end({ a: 1 }));
    expect(name(other), "what the new history lacks goes in the end").toBeUndefined();
  });

  it("is asked for a bucket that can't be mended otherwise", async () => {
    await store.reread(["a"], startingHealth());
    expect(store.position.cursor).toEqual({});
    expect(name(), "the old copies stay on show").toBe("revision 8");
    await store.begin(header(["a"]), 6, NOTHING);
    await apply([put("a", 1, 8)], end({ a: 2 }, false));
    await reopen();
    expect(store.copies().size).toBe(2);
    await apply([], end({ a: 2 }));
    expect([...store.copies().keys()]).toEqual([ID]);
  });
});

describe("a reset", () => {
  const other = documentId("product", "2");

  beforeEach(async () => {
    await store.begin(header(["a", "b"]), 5, NOTHING);
    await apply([put("a", 5, 3), put("a", 6, 3, other), put("b", 4, 1)]);
  });

  it.each([
    ["of protocol 2", { add: [], drop: [], reset: ["a"] }],
    ["of protocol 1", { add: ["a"], drop: ["a"] }],
  ])("%s reads a bucket again while the old copies stay, also over a restart", async (_, scope) => {
    await store.begin({ ...header([]), scope, floors: { a: 9 } }, 6, NOTHING);
    expect(store.position).toMatchObject({ cursor: { a: 0, b: 4 }, reading: { a: 9 } });
    await apply([put("a", 8, 4)], end({ a: 8 }, false));
    await reopen();

    expect(name()).toBe("revision 4");
    expect(name(other)).toBe("revision 3");
    expect(store.position.reading, "until the reading is complete").toEqual({ a: 9 });
    await apply([], end({ a: 12 }));
    expect(name(other), "what did not come again is gone").toBeUndefined();
    expect(store.position.reading).toEqual({});
  });

  it("never shows an older revision, whatever comes first", async () => {
    await store.begin({ ...header([]), scope: { add: [], drop: [], reset: ["a"] } }, 6, NOTHING);
    await apply([put("a", 2, 1)], null);
    expect(name()).toBe("revision 3");
    await apply([put("a", 8, 4)]);
    expect(name()).toBe("revision 4");
  });

  it("may begin again before it is complete", async () => {
    const reset = { ...header([]), scope: { add: [], drop: [], reset: ["a"] } };
    await store.begin({ ...reset, floors: { a: 9 } }, 6, NOTHING);
    await apply([put("a", 8, 4)], null);
    await store.begin({ ...reset, floors: { a: 20 } }, 6, NOTHING);
    expect(store.position).toMatchObject({ cursor: { a: 0 }, reading: { a: 20 } });
    await apply([put("a", 21, 5)], end({ a: 21 }));
    expect([...store.copies().keys()]).toEqual([ID]);
    expect(name()).toBe("revision 5");
  });
});

describe("mending", () => {
  const ids = Array.from({ length: 40 }, (_, key) => documentId("product", String(key)));
  const slot = slotOf(ids[0]!);

  beforeEach(async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    await apply(ids.map((id, index) => put("a", index + 1, 1, id)), end({ a: 40 }));
  });

  const mend = (lines: readonly MendedLine[], slots = [slot], keep = NOTHING) =>
    store.apply({ lines: [], mending: { slots: { a: slots }, lines }, end: end({ a: 40 }), keep, at: NOW });

  it("replaces what lies in the slots, and touches nothing else", async () => {
    const before = store.copies().size;
    await mend([mendedLine(ids[0]!, 7)]);
    await reopen();
    expect(name(ids[0])).toBe("mended 7");
    expect(store.copies().size).toBe(before);
    await mend([]);
    expect(store.copies().has(ids[0]!)).toBe(false);
    expect(store.copies().size).toBe(before - 1);
  });

  it("takes nothing for mended that lies in another slot", async () => {
    const elsewhere = ids.find((id) => slotOf(id) !== slot)!;
    await mend([mendedLine(ids[0]!, 1), mendedLine(elsewhere, 9)]);
    expect(name(elsewhere)).toBe("revision 1");
  });

  it("keeps on show what the worker has unfinished operations on", async () => {
    await mend([], [slot], new Set([ids[0]!]));
    expect(name(ids[0])).toBe("revision 1");
    expect(store.compare({ a: { count: 39, sum: 0 } }).get("a")).toBe(false);
  });

  it("is needed where the sums say so", () => {
    const hashes = ids.map((id) => [slotOf(id), documentHash(id, 1)] as const);
    const sums = slotSums(hashes);
    expect(store.differingSlots("a", sums)).toEqual([]);
    expect(store.compare({ a: { count: 40, sum: sumOf(hashes.map(([, hash]) => hash)) } }).get("a")).toBe(true);
    expect(store.differingSlots("a", sums.map((sum, index) => (index === slot ? sum + 1 : sum)))).toEqual([slot]);
  });
});

describe("two tabs", () => {
  it("notice each other's writing instead of mixing it up", async () => {
    const other = new DocumentStore();
    await other.load("aino");
    await store.begin(header(["a"]), 5, NOTHING);

    expect(await other.isBehind()).toBe(true);
    await expect(other.begin(header(["a"]), 5, NOTHING)).rejects.toThrow(Behind);
    await other.load("aino");
    expect(await other.isBehind()).toBe(false);
    await other.begin(header([]), 6, NOTHING);
    expect(await store.isBehind()).toBe(true);
    await other.close();
  });
});

describe("a database of an earlier build", () => {
  it("is emptied, to be read again", async () => {
    newPhone();
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open("kierros-documents", 1);
      opening.addEventListener("upgradeneeded", () => {
        const { result } = opening;
        result.createObjectStore("chunks", { keyPath: ["bucket", "slot"] }).put({ bucket: "a", slot: 3, bytes: new Uint8Array() });
        result.createObjectStore("meta").put({ person: "aino", cursor: { a: 5 } }, "position");
      });
      opening.addEventListener("success", () => {
        opening.result.close();
        resolve();
      });
    });
    await reopen();
    expect(store.position.cursor).toEqual({});
    await store.begin(header(["a"]), 5, NOTHING);
    await apply([put("a", 1, 1)]);
    await reopen();
    expect(name()).toBe("revision 1");
  });
});

describe("another person's documents", () => {
  it("are deleted", async () => {
    await store.begin(header(["a"]), 5, NOTHING);
    await apply([put("a", 1, 1)]);
    const others = new DocumentStore();
    await others.load("veikko");
    expect(others.copies().size).toBe(0);
    await others.close();
    await reopen();
    expect(store.copies().size).toBe(0);
  });
});

it("holds what a list of edits says, however it is cut into transactions", async () => {
  const edit = fc.record({
    b: fc.constantFrom("a", "b"),
    key: fc.nat(40),
    is_put: fc.boolean(),
    ends_batch: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 60 }), async (edits) => {
      newPhone();
      store = new DocumentStore();
      await store.load("aino");
      await store.begin(header(["a", "b"]), 5, NOTHING);
      const expected = new Map<string, number>();
      let batch: DocumentLine[] = [];
      for (const [index, { b, key, is_put, ends_batch }] of edits.entries()) {
        const id = documentId("product", String(key));
        batch.push(is_put ? put(b, index + 1, index + 1, id) : gone(b, index + 1, index + 1, id));
        if (is_put) {
          expected.set(`${b} ${id}`, index + 1);
        } else {
          expected.delete(`${b} ${id}`);
        }
        if (ends_batch) {
          await apply(batch);
          batch = [];
        }
      }
      await apply(batch);
      await reopen();

      const best = new Map<string, number>();
      for (const [place, r] of expected) {
        const id = place.slice(2);
        best.set(id, Math.max(best.get(id) ?? 0, r));
      }
      expect(new Map([...store.copies()].map(([id, copy]) => [id, copy?.r]))).toEqual(best);
      await store.close();
    }),
    { numRuns: 30 },
  );
});
