import { expect, it } from "vitest";
import { savedLanguage, saveLanguage } from "../../src/store/language";

class FakeStorage implements Pick<Storage, "getItem" | "setItem"> {
  readonly values = new Map<string, string>();
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }
}

const fake = () => new FakeStorage() as unknown as Storage;
const forbidden = new Proxy({} as Storage, {
  get: () => () => {
    throw new DOMException("no", "SecurityError");
  },
});

it("remembers the choice over the browser's languages", () => {
  const storage = fake();
  saveLanguage(storage, "sv");
  expect(savedLanguage(storage, ["en-GB"])).toBe("sv");
});

it.each([
  [["en-GB", "sv"], "en"],
  [["et", "sv-FI"], "sv"],
  [["de", "fr"], "fi"],
  [[], "fi"],
])("takes the first of %j that there is", (languages, expected) => {
  expect(savedLanguage(fake(), languages)).toBe(expected);
});

it("works where storage is forbidden or missing", () => {
  saveLanguage(forbidden, "en");
  saveLanguage(undefined, "en");
  expect(savedLanguage(forbidden, ["sv"])).toBe("sv");
  expect(savedLanguage(undefined, [])).toBe("fi");
});
