import { expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import { dumpChunk, parseChunk } from "../../src/store/chunks";
import { slotOf, SLOTS } from "../../src/store/held";
import { roundBody, ROUND } from "../samples";

it("comes back from disk as it went", () => {
  const odd = { id: documentId("product", "1"), type: "product", name: 'Äö 🙂 "\n', unknown: { deep: [null, 1.5] } };
  const copies = new Map([
    [ROUND, { r: 3, g: 1, document: { ...roundBody(["a"]), id: ROUND } }],
    [odd.id, { r: 2 ** 53 - 1, g: 0, document: odd }],
  ]);
  const chunk = { bucket: "catalogue", slot: 4, copies };
  expect(parseChunk(structuredClone(dumpChunk(chunk)))).toEqual(chunk);
});

it("has its documents' slots for ever: what is on disk now must be found later", () => {
  expect(["round:01930000-0000-7000-8000-000000000020", "district:703", "product:ä", ""].map(slotOf)).toEqual([9, 1, 2, 5]);
});

it("spreads ids evenly", () => {
  const counts = new Map<number, number>();
  for (let key = 0; key < 1_600; key += 1) {
    const slot = slotOf(documentId("product", `0193-${key}`));
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  expect(counts.size).toBe(SLOTS);
  expect(Math.max(...counts.values())).toBeLessThan(200);
});
