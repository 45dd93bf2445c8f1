/** Bodies that no server of ours sends: JSON with anything anywhere, bytes that are hardly JSON, lines that do not belong. */
import fc from "fast-check";

const DEEP = "[".repeat(100_000);

/** Values at the edge of what a type, a store or the language can take. */
const NASTY: readonly unknown[] = [
  null, true, false, 0, -1, 0.5, 2 ** 53, 1e308, "", " ", "\0", "\ud800", "x".repeat(300), "__proto__", "constructor",
  "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z",
  [], {}, [[]], [null], { constructor: 1 }, JSON.parse('{"__proto__": 5}'), { "": null }, [1, 2, 3],
];

export const anything: fc.Arbitrary<unknown> = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...NASTY) }, fc.jsonValue());

/** JSON in which one place holds something else. */
export function spoilt(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value);
  return fc.tuple(fc.nat(places.length - 1), anything).map(([place, other]) => replaced(value, places[place] ?? [], other));
}

/** Bytes that were text: cut, with one changed, with a stray piece inside, or turned round. */
export function garbled(text: string): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  const at = fc.nat(Math.max(bytes.length - 1, 0));
  const piece = fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constantFrom(...PIECES).map((each) => new TextEncoder().encode(each)));
  return fc.tuple(at, fc.constantFrom("cut", "change", "insert", "turn"), piece).map(([place, how, other]) => {
    const [before, behind] = [bytes.subarray(0, place), bytes.subarray(place)];
    switch (how) {
      case "cut":
        return joined(before);
      case "change":
        return joined(before, other.subarray(0, 1), behind.subarray(1));
      case "insert":
        return joined(before, other, behind);
      case "turn":
        return joined(behind, before);
    }
  });
}

const PIECES = ["NaN", "1e999", "1".repeat(5_000), "\0", "\ufeff", '\\ud800', "//", DEEP, "\n", "\r\n\r\n", '"id":1,"id":2,', "\u2028"];

/** Lines that do not belong, too deep, too wide or too long ones among them. */
export const FOREIGN: readonly string[] = [
  '{"b":"catalogue","v":1,"id":"product:9","r":1,"doc":{"type":"product"}}',
  '{"b":"catalogue","v":9007199254740991,"id":"product:9","r":9007199254740991,"doc":null}',
  '{"b":"","v":1,"id":"product:8","r":1,"doc":{"type":"product"}}',
  '{"b":"__proto__","v":1,"id":"product:8","r":1,"doc":{"type":"product"}}',
  '{"b":"catalogue","v":5,"id":"product:7","r":1,"doc":{"type":"product"},"m":true}',
  `{"b":"catalogue","v":6,"id":"product:6","r":1,"doc":{"type":"product","deep":${DEEP}${"]".repeat(100_000)}}}`,
  `{"b":"catalogue","v":7,"id":"product:5","r":1,"doc":{"type":"product","name":${"[".repeat(70)}${"]".repeat(70)}}}`,
  `{${Array.from({ length: 100_000 }, (_, number) => `"${number}":0`).join()}}`,
  '{"cursor":{"catalogue":9007199254740991},"complete":false,"checks":{},"next_s":0}',
  '{"cursor":{},"complete":true,"checks":{"catalogue":{"count":9,"sum":9},"elsewhere":{"count":1,"sum":1}},"next_s":0}',
  '{"cursor":{},"complete":true,"checks":{"constructor":{"count":1,"sum":1}},"next_s":0}',
  '{"cursor":{},"complete":true}',
  '{"weather":"of a newer server"}',
  "x".repeat(1_100_000),
  DEEP,
  "[]",
  "",
];

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Path = readonly string[];

function placesIn(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) {
    return [[]];
  }
  const inner = Object.entries(value).flatMap(([key, each]) => placesIn(each).map((path) => [key].concat(path)));
  return [[], ...inner];
}

function replaced(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined || typeof value !== "object" || value === null) {
    return other;
  }
  const entries = Object.entries(value).map(([key, each]) => [key, key === step ? replaced(each, rest, other) : each] as const);
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
