import { expect, it } from "vitest";
import type { AnyDocument } from "../../src/protocol/documents";
import { isReadable } from "../../src/protocol/readable";
import { roundBody, ROUND } from "../samples";

it("lets a whole document through, and types it does not know", () => {
  expect(isReadable({ ...roundBody(["a"]), id: ROUND })).toBe(true);
  expect(isReadable({ type: "comet", id: "comet:1" })).toBe(true);
});

it.each<[string, AnyDocument]>([
  ["a round without visits", { type: "round", id: ROUND }],
  ["visits that are no list", { ...roundBody(["a"], { visits: {} }), id: ROUND }],
  ["a type that is not the id's", { ...roundBody(["a"]), id: "person:1" }],
  ["what came without a type", { type: "unreadable", id: ROUND }],
])("holds back %s", (_, document) => {
  expect(isReadable(document)).toBe(false);
});
