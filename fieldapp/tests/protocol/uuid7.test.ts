import fc from "fast-check";
import { expect, it } from "vitest";
import { uuid7 } from "../../src/protocol/uuid7";

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

it("is a UUID of version 7 and bears its milliseconds", () => {
  fc.assert(
    fc.property(time, (now_ms) => {
      const id = uuid7(now_ms);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(now_ms);
    }),
  );
});

it("sorts by time as text", () => {
  fc.assert(
    fc.property(time, time, (a, b) => {
      fc.pre(a < b);
      expect(uuid7(a) < uuid7(b)).toBe(true);
    }),
  );
});

it("never comes twice in the same millisecond", () => {
  expect(new Set(Array.from({ length: 1_000 }, () => uuid7(0))).size).toBe(1_000);
});

it("survives a phone whose clock is before 1970", () => {
  expect(uuid7(-5)).toMatch(/^00000000-0000-7/);
});
