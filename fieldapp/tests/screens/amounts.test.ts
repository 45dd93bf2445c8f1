import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountStep, amountWords, dose } from "../../src/screens/products/amounts";
import { megabytes } from "../../src/screens/words/bytes";

it.each([
  [20, "ml", "20 ml"],
  [2.5, "ml", "2,5 ml"],
  [1500, "ml", "1,5 l"],
  [2000, "g", "2 kg"],
] as const)("writes %d %s as %s", (amount, unit, words) => {
  expect(amountWords(amount, unit)).toBe(words);
});

describe("the dose", () => {
  it("grows with the water", () => {
    const product = { dosing: { amount: 20, per_litres: 8 } };
    expect([5, 8, 10].map((litres) => dose(product, litres))).toEqual([13, 20, 25]);
    expect(dose({ dosing: { amount: 5, per_litres: 8 } }, 5)).toBe(3.1);
  });

  it("is unknown where the maker gives none", () => {
    expect(dose({ dosing: null }, 8)).toBeNull();
    expect(dose({ dosing: { amount: 20, per_litres: 0 } }, 8)).toBeNull();
  });

  it("is off by less than it can be measured", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.constantFrom(5, 8, 10), fc.integer({ min: 1, max: 40 }), (amount, per_litres, litres) => {
        const exact = (amount / per_litres) * litres;
        expect(Math.abs((dose({ dosing: { amount, per_litres } }, litres) ?? Infinity) - exact)).toBeLessThanOrEqual((exact < 10 ? 0.05 : 0.5) + 1e-9);
      }),
    );
  });
});

it("takes larger steps for larger amounts", () => {
  expect([null, 20, 100, 2000].map(amountStep)).toEqual([5, 5, 10, 100]);
});

it("writes megabytes with one digit", () => {
  expect(megabytes(1_449_000)).toBe("1,4");
  expect(megabytes(0)).toBe("0,0");
});
