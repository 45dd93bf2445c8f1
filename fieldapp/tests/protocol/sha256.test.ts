import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sha256 } from "../../src/protocol/sha256";

const hex = (words: Int32Array): string => Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

it("is the digest that everybody knows", () => {
  expect(hex(sha256("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("is Node's, whatever the text and however many blocks it fills", () => {
  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 0, max: 200 }).map((length) => "x".repeat(length)));
  fc.assert(
    fc.property(text, (words) => {
      expect(hex(sha256(words))).toBe(createHash("sha256").update(new TextEncoder().encode(words)).digest("hex"));
    }),
  );
});
