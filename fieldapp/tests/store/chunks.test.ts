import { expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import { dumpChunk, parseChunk } from "../../src/store/chunks";
import { roundBody, ROUND } from "../samples";

const odd = { id: documentId("product", "1"), type: "product", name: 'Äö 🙂 "\n', unknown: { deep: [null, 1.5] } };
const chunk = {
  number: 4,
  bucket: "catalogue",
  copies: new Map([
    [ROUND, { r: 3, g: 1, document: { ...roundBody(["a"]), id: ROUND } }],
    [odd.id, { r: 2 ** 53 - 1, g: 0, document: odd }],
  ]),
};

it("comes back from disk as it went", () => {
  expect(parseChunk(structuredClone(dumpChunk(chunk)))).toEqual(chunk);
});

it("counts as empty when the disk has spoilt it", () => {
  const stored = dumpChunk(chunk);
  expect(parseChunk({ ...stored, bytes: stored.bytes.slice(0, 40) })).toEqual({ number: 4, bucket: "catalogue", copies: new Map() });
});
