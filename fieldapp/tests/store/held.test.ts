import { describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { DocumentId } from "../../src/protocol/documents";
import { DOCUMENTS_A_CHUNK_MAX, Held } from "../../src/store/held";
import type { Edit } from "../../src/store/held";

const BUCKET = "catalogue";
const idOf = (key: number): DocumentId => documentId("product", String(key));
const put = (key: number, r = 1): Edit => ({ bucket: BUCKET, id: idOf(key), copy: { r, g: 0, document: { id: idOf(key), type: "product" } } });
const gone = (key: number): Edit => ({ bucket: BUCKET, id: idOf(key), copy: null });
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, index) => from + index);

/** Does the edits; gives how many documents that wrote to disk. */
function edit(held: Held, edits: readonly Edit[]): number {
  const chunks = held.after(edits);
  held.take(chunks);
  return chunks.reduce((sum, { copies }) => sum + copies.size, 0);
}

describe("chunks", () => {
  it("are written about once while documents come in for the first time", () => {
    const held = new Held();
    let written = 0;
    for (let page = 0; page < 10; page += 1) {
      written += edit(held, range(page * 1_000, (page + 1) * 1_000).map((key) => put(key)));
    }
    expect(held.in(BUCKET)).toHaveLength(10_000);
    expect(written).toBeLessThan(10_000 * 1.05);
  });

  it("are small, so that a change rewrites little", () => {
    const held = new Held();
    edit(held, range(0, 1_000).map((key) => put(key)));
    expect(edit(held, [put(500, 2)])).toBeLessThanOrEqual(DOCUMENTS_A_CHUNK_MAX);
    expect(held.current(idOf(500))?.r).toBe(2);
  });

  it("are filled again when documents have left them, however long that goes on", () => {
    const held = new Held();
    for (let day = 0; day < 200; day += 1) {
      edit(held, [...range(day * 10, day * 10 + 10).map((key) => put(key)), ...range((day - 20) * 10, (day - 20) * 10 + 10).map(gone)]);
    }
    const numbers = new Set(held.after(held.in(BUCKET).map(([id, copy]) => ({ bucket: BUCKET, id, copy }))).map(({ number }) => number));
    expect(held.in(BUCKET)).toHaveLength(200);
    expect(numbers.size).toBeLessThan(14);
  });

  it("say when nothing is left of them", () => {
    const held = new Held();
    edit(held, [put(1)]);
    expect(held.after([gone(1)])).toEqual([{ number: 1, bucket: BUCKET, copies: new Map() }]);
  });

  it("hold what the last edit of a document says", () => {
    const held = new Held();
    edit(held, [put(1), gone(1), put(2), put(2, 5), gone(3)]);
    expect(held.in(BUCKET).map(([id, { r }]) => [id, r])).toEqual([[idOf(2), 5]]);
  });
});
