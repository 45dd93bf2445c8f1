import { expect, it } from "vitest";
import { languageWords } from "../../src/screens/words/languages";

it.each([
  ["en", "fi", "englanti"],
  ["fi", "sv", "finska"],
  ["sv", "en", "Swedish"],
  ["so", "fi", "somali"],
  ["not a code", "fi", "not a code"],
] as const)("%s in %s is %s", (code, language, name) => {
  expect(languageWords(code, language)).toBe(name);
});
