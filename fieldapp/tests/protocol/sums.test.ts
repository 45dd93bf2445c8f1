import { expect, it } from "vitest";
import { documentHash, slotOf, slotSums, sumOf } from "../../src/protocol/sums";
import type { BucketCheck } from "../../src/protocol/types";
import { vectors } from "../vectors";

interface Case<T> {
  readonly name: string;
  readonly given: { readonly documents: readonly { readonly id: string; readonly r: number }[] };
  readonly expect: T;
}

it.each(vectors<{ cases: readonly Case<BucketCheck>[] }>("sums").cases)("sum: $name", ({ given: { documents }, expect: expected }) => {
  const hashes = documents.map(({ id, r }) => documentHash(id, r));

  expect({ count: documents.length, sum: sumOf(hashes) }).toEqual(expected);
});

type Slots = { readonly slots: Readonly<Record<string, number>> };

it.each(vectors<{ cases: readonly Case<Slots>[] }>("slots").cases)("slots: $name", ({ given: { documents }, expect: { slots } }) => {
  const sums = slotSums(documents.map(({ id, r }) => [slotOf(id), documentHash(id, r)]));

  expect(sums).toHaveLength(256);
  expect(Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0))).toEqual(slots);
});
