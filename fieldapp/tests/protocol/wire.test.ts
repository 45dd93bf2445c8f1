import { expect, it } from "vitest";
import { parseBodyLine, parseHeader, parseJoined, parseJson, parseProblem } from "../../src/protocol/wire";
import { vectors } from "../vectors";

interface Case {
  readonly name: string;
  readonly given: { readonly what: string; readonly value: unknown };
  readonly expect: { readonly accepted: boolean };
}

const READERS: Readonly<Record<string, (value: unknown) => object | null>> = {
  header: parseHeader,
  line: parseBodyLine,
  join_response: parseJoined,
  problem: parseProblem,
};

// What a device sends is read by the server: those cases are its own.
const cases = vectors<{ cases: readonly Case[] }>("wire").cases.filter(({ given }) => given.what in READERS);

it.each(cases)("$given.what: $name", ({ given: { what, value }, expect: { accepted } }) => {
  // Over text, as it travels.
  expect(READERS[what]?.(parseJson(JSON.stringify(value))) !== null).toBe(accepted);
});

it("takes no broken text for JSON", () => {
  expect(parseJson('{"epoch": "e-1", "ser')).toBeUndefined();
  expect(parseHeader(parseJson("<html>"))).toBeNull();
});

it("counts a document without a type like any other, so that the cursor can pass it", () => {
  expect(parseBodyLine({ b: "catalogue", v: 2, id: "product:1", r: 1, doc: null })).toEqual({
    b: "catalogue",
    v: 2,
    id: "product:1",
    r: 1,
    doc: { type: "unreadable" },
  });
});
