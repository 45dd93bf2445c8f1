import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { Licence, Product, Stock } from "../../src/protocol/documents";
import { alternatives, isEcoLabelled, needsReason } from "../../src/protocol/eco";
import { HEKA, productBody } from "../samples";
import { vectors } from "../vectors";

const TODAY = "2026-04-01";

function licence(valid_from: string, valid_until: string | null): Licence {
  return { label: "nordic_swan", licence: "3026 0001", valid_from, valid_until };
}

function product(key: string, changes: Partial<Product> = {}): Product {
  return { ...(productBody() as unknown as Product), id: documentId("product", key), name: `Aine ${key}`, ...changes };
}

const stockOf = (...products: readonly Product[]): Stock => ({
  id: documentId("stock", "1"),
  type: "stock",
  organisation: HEKA,
  products: products.map(({ id }) => id),
});

const labelled = [licence("2020-01-01", null)];

describe("isEcoLabelled", () => {
  it.each([
    ["on its first day", licence(TODAY, "2027-01-01"), true],
    ["on its last day", licence("2020-01-01", TODAY), true],
    ["without an end", licence("2020-01-01", null), true],
    ["before its first day", licence("2026-04-02", null), false],
    ["after its last day", licence("2020-01-01", "2026-03-31"), false],
  ])("%s", (_, only, expected) => {
    expect(isEcoLabelled(product("1", { licences: [only] }), TODAY)).toBe(expected);
  });

  it("takes one valid licence of several", () => {
    expect(isEcoLabelled(product("1", { licences: [licence("2019-01-01", "2020-01-01"), ...labelled] }), TODAY)).toBe(true);
    expect(isEcoLabelled(product("1"), TODAY)).toBe(false);
  });
});

describe("alternatives", () => {
  const plain = product("1");
  const b = product("b", { licences: labelled, name: "Äyräs" });
  const a = product("a", { licences: labelled, name: "Puhdas" });

  it("are labelled products for the same purpose in the employer's stock, by name", () => {
    const window = product("w", { licences: labelled, purpose: "window" });
    const unstocked = product("u", { licences: labelled });
    const expired = product("x", { licences: [licence("2019-01-01", "2020-01-01")] });

    expect(alternatives(plain, stockOf(plain, a, b, window, expired), [unstocked, b, window, expired, a, plain], TODAY)).toEqual([a, b]);
  });

  it("do not name the product itself", () => {
    expect(alternatives(a, stockOf(a), [a], TODAY)).toEqual([]);
  });

  it("are none while the stock is unknown", () => {
    expect(alternatives(plain, undefined, [a], TODAY)).toEqual([]);
  });
});

describe("needsReason", () => {
  const plain = product("1");
  const eco = product("2", { licences: labelled });

  it("only when a labelled product is at hand and another one is used", () => {
    expect(needsReason(plain, [eco], TODAY)).toBe(true);
    expect(needsReason(plain, [], TODAY)).toBe(false);
    expect(needsReason(eco, [eco], TODAY)).toBe(false);
  });
});

interface EcoCase {
  readonly name: string;
  readonly given: { readonly products: readonly Product[]; readonly product: string; readonly stock: Stock["products"]; readonly on: string };
  readonly expect: { readonly is_eco_labelled: boolean; readonly alternatives: readonly string[]; readonly needs_reason: boolean };
}

describe("the shared cases", () => {
  it.each(vectors<{ cases: readonly EcoCase[] }>("eco").cases)("$name", ({ given, expect: expected }) => {
    const used = given.products.find(({ id }) => id === given.product);
    if (!used) {
      throw new Error("the case uses a product of its own catalogue");
    }
    const found = alternatives(used, { ...stockOf(), products: given.stock }, given.products, given.on);

    expect(isEcoLabelled(used, given.on)).toBe(expected.is_eco_labelled);
    expect(found.map(({ id }) => id)).toEqual(expected.alternatives);
    expect(needsReason(used, found, given.on)).toBe(expected.needs_reason);
  });
});

describe("the order of the catalogue", () => {
  const day = fc.integer({ min: 28, max: 31 }).map((number) => `2026-03-${number}`);
  const one = fc.record({
    key: fc.constantFrom("a", "b", "c", "d", "e"),
    name: fc.constantFrom("Aine", "Äyräs", "aine"),
    purpose: fc.constantFrom("sanitary" as const, "laundry" as const),
    licences: fc.array(fc.record({ from: day, until: fc.option(day) }), { maxLength: 2 }),
  });
  const catalogue = fc
    .uniqueArray(one, { selector: ({ key }) => key, minLength: 1, maxLength: 5 })
    .map((all) => all.map(({ key, licences, ...rest }) => product(key, { ...rest, licences: licences.map(({ from, until }) => licence(from, until)) })));

  it("never changes the answer", () => {
    fc.assert(
      fc.property(
        catalogue.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.shuffledSubarray(all), day)),
        ([all, shuffled, stocked, on]) => {
          const answers = (held: readonly Product[], stock: Stock) => all.map((used) => alternatives(used, stock, held, on));
          expect(answers(shuffled, stockOf(...[...stocked].reverse()))).toEqual(answers(all, stockOf(...stocked)));
        },
      ),
    );
  });
});
