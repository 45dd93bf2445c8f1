import { describe, expect, it } from "vitest";
import { fi } from "../../src/i18n/messages";
import { dateWords, durationWords, momentWords, shortDay, timeOf, weekdayAndDate } from "../../src/screens/words/when";

const at = (local: string): string => new Date(local).toISOString();

it("writes times with a point and without a leading zero", () => {
  expect(timeOf(at("2026-04-01T08:04:59"))).toBe("8.04");
  expect(timeOf(at("2026-04-01T18:30:00"))).toBe("18.30");
});

it("writes dates as d.m.yyyy", () => {
  expect(dateWords("2026-04-01")).toBe("1.4.2026");
  expect(dateWords("2026-12-24", false)).toBe("24.12.");
});

it("names the weekday in the language", () => {
  expect(weekdayAndDate("2026-04-01", "fi")).toBe("Keskiviikko 1.4.");
  expect(weekdayAndDate("2026-04-01", "sv")).toBe("Onsdag 1.4.");
  expect(weekdayAndDate("2026-04-01", "en")).toBe("Wednesday 1.4.");
  expect(shortDay("2026-04-01", "fi")).toBe("ke 1.4.");
});

describe("a moment", () => {
  it.each([
    ["2026-04-01T08:14:00", "8.14"],
    ["2026-03-31T16:00:00", "eilen 16.00"],
    ["2026-03-20T09:10:00", "20.3. 9.10"],
    ["2025-12-30T09:10:00", "30.12.2025 9.10"],
  ])("of %s is %s", (moment, words) => {
    expect(momentWords(at(moment), "2026-04-01", fi)).toBe(words);
  });
});

it.each([
  [0, "0 min"],
  [59, "59 min"],
  [60, "1 t"],
  [95, "1 t 35 min"],
  [3 * 24 * 60, "3 päivää"],
])("says %d minutes as %s", (minutes, words) => {
  expect(durationWords(minutes, fi)).toBe(words);
});
