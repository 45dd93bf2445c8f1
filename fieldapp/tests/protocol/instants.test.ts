import { describe, expect, it } from "vitest";
import { localDate, localInstant, nextMidnight, utcInstant } from "../../src/protocol/instants";
import { vectors } from "../vectors";

interface Case {
  readonly name: string;
  readonly given: { readonly do: string; readonly instant: string };
  readonly expect: string | null;
}

const { cases } = vectors<{ cases: readonly Case[] }>("instants");
const toFormat = cases.filter(({ given }) => given.do === "format");
const toRefuse = cases.filter(({ given }) => given.do === "parse");

describe("utcInstant", () => {
  it.each(toFormat)("$name", ({ given, expect: expected }) => {
    expect(utcInstant(given.instant)).toBe(expected);
  });

  it.each(toRefuse)("refuses what is no instant: $name", ({ given }) => {
    expect(() => utcInstant(given.instant)).toThrow(RangeError);
  });
});

describe("localInstant", () => {
  const at = new Date("2026-04-01T05:14:02.511Z");

  it.each([
    [180, "2026-04-01T08:14:02.511+03:00"],
    [0, "2026-04-01T05:14:02.511+00:00"],
    [-330, "2026-03-31T23:44:02.511-05:30"],
  ])("writes an offset of %i minutes", (offset, text) => {
    expect(localInstant(at, offset)).toBe(text);
    expect(utcInstant(text)).toBe(at.toISOString());
  });

  it("uses the phone's own offset", () => {
    expect(utcInstant(localInstant(at))).toBe(at.toISOString());
  });
});

describe("the phone's calendar", () => {
  it("names the day in local time", () => {
    expect(localDate(new Date(2026, 3, 1, 0, 0, 0))).toBe("2026-04-01");
    expect(localDate(new Date(2026, 3, 1, 23, 59, 59, 999))).toBe("2026-04-01");
  });

  it("knows when the next day begins, also at the end of a year", () => {
    expect(localDate(nextMidnight(new Date(2026, 11, 31, 12)))).toBe("2027-01-01");
    expect(nextMidnight(new Date(2026, 3, 1, 0, 0)).getDate()).toBe(2);
  });
});
