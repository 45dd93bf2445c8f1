import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vectors } from "../vectors";
import { addDays, isWeekday, weekdaysBetween } from "../../src/screens/words/weekdays";

const dates = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 86_400_000, max: Date.UTC(2035, 0, 1) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

type Case = { readonly name: string; readonly given: { readonly from: string; readonly to: string; readonly has_eves_off?: boolean }; readonly expect: number };

describe("Finnish weekdays", () => {
  it.each(vectors<{ cases: readonly Case[] }>("weekdays").cases)("are counted as on the server: $name", ({ given, expect: count }) => {
    expect(weekdaysBetween(given.from, given.to, given.has_eves_off)).toBe(count);
  });

  it.each([
    ["2026-04-03", "Good Friday"],
    ["2026-04-06", "Easter Monday"],
    ["2026-05-01", "May Day"],
    ["2026-05-14", "Ascension Day"],
    ["2026-06-19", "Midsummer Eve"],
    ["2025-12-24", "Christmas Eve"],
    ["2027-01-06", "Epiphany"],
    ["2024-12-06", "Independence Day"],
    ["2026-04-04", "a Saturday"],
  ])("does not count %s, %s", (date) => {
    expect(isWeekday(date)).toBe(false);
  });

  it.each(["2026-04-02", "2026-04-07", "2026-06-18", "2026-06-22", "2025-12-23"])("counts %s", (date) => {
    expect(isWeekday(date)).toBe(true);
  });

  it("leaves three for a minor order received before Easter, and before Midsummer", () => {
    expect(weekdaysBetween("2026-04-01", "2026-04-08")).toBe(3);
    expect(weekdaysBetween("2026-06-17", "2026-06-23")).toBe(3);
  });

  it("counts the same in one stretch as in two", () => {
    fc.assert(
      fc.property(dates, fc.nat(60), fc.nat(60), (from, first, second) => {
        const middle = addDays(from, first);
        const last = addDays(middle, second);
        expect(weekdaysBetween(from, last)).toBe(weekdaysBetween(from, middle) + weekdaysBetween(middle, last));
      }),
    );
  });

  it("counts nothing backwards, and never more than the days", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -30, max: 60 }), (from, days) => {
        const found = weekdaysBetween(from, addDays(from, days));
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(Math.max(0, days));
      }),
    );
  });
});
