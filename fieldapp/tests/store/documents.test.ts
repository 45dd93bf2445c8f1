import "fake-indexeddb/auto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { DocumentId } from "../../src/protocol/documents";
import type { DocumentLine, SyncEnd, SyncHeader } from "../../src/protocol/types";
import { Behind, DocumentStore } from "../../src/store/documents";
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

  it("reads a bucket again that is not what the server says", async () => {
    const check = { a: { count: 1, sum: 1 } };
    expect(store.differing(check)).toEqual(["a"]);
    await store.reread(["a"]);
    expect(store.position.cursor).toEqual({});
    await store.begin(header(["a"]), 6, NOTHING);
    await apply([put("a", 1, 8)], end({ a: 2 }));
    expect(store.copies().size).toBe(1);
    expect(store.differing({ a: { count: 1, sum: 0 } })).toEqual(["a"]);
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
