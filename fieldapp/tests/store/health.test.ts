import { describe, expect, it } from "vitest";
import { compared, isCheckDue, mended, startingHealth, withoutBuckets } from "../../src/store/health";
import type { Health } from "../../src/store/health";

const NOON = "2026-04-01T12:00:00.000Z";
const EVENING = "2026-04-01T23:59:00.000Z";
const NEXT_NOON = "2026-04-02T12:00:00.000Z";

const comparedAt = (health: Health, now: string, ...pairs: readonly [string, boolean][]) => compared(health, new Map(pairs), now);

describe("a bucket that differs", () => {
  const suspected = comparedAt(startingHealth(), NOON, ["a", false], ["b", true]);

  it("is to be mended", () => {
    expect(suspected).toMatchObject({ suspects: ["a"], differs: [] });
  });

  it("is reported when it was mended that day, and mended again the next day", () => {
    const after = mended(suspected, ["a"], NOON);
    expect(after.suspects).toEqual([]);
    expect(comparedAt(after, EVENING, ["a", false])).toMatchObject({ suspects: [], differs: ["a"] });
    expect(comparedAt(after, NEXT_NOON, ["a", false])).toMatchObject({ suspects: ["a"], differs: [] });
  });

  it("is well once the sums say so", () => {
    const differing = comparedAt(mended(suspected, ["a"], NOON), NOON, ["a", false]);
    expect(comparedAt(differing, EVENING, ["a", true])).toMatchObject({ suspects: [], differs: [] });
    expect(comparedAt(suspected, EVENING, ["a", true])).toMatchObject({ suspects: [] });
    expect(comparedAt(differing, EVENING, ["b", true]).differs, "what was not compared stays").toEqual(["a"]);
  });

  it("is nobody's business when it is out of scope", () => {
    const differing = comparedAt(mended(suspected, ["a"], NOON), NOON, ["a", false], ["b", false]);
    expect(withoutBuckets(differing, ["a"])).toMatchObject({ suspects: ["b"], differs: [] });
  });
});

describe("all buckets are compared", () => {
  const checked = { ...startingHealth(), checked_at: NOON };

  it.each([
    ["at first", startingHealth(), NOON, true],
    ["not twice a day", checked, EVENING, false],
    ["the next day", checked, NEXT_NOON, true],
    ["when the server's clock was set far back", checked, "2020-01-01T00:00:00.000Z", true],
  ])("%s", (_, health, now, expected) => {
    expect(isCheckDue(health, now)).toBe(expected);
  });
});
