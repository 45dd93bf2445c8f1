import { describe, expect, it } from "vitest";
import { numberWords } from "../../src/screens/words/numbers";

describe("numbers in words", () => {
  it.each([
    ["fi", 88.9, "88,9"],
    ["sv", 0.25, "0,25"],
    ["en", 88.9, "88.9"],
    ["fi", 1200, "1200"],
    ["en", 600, "600"],
  ] as const)("in %s %d is %s", (language, value, words) => {
    expect(numberWords(value, language)).toBe(words);
  });
});
