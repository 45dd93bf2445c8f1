import { expect, it } from "vitest";
import { documentHash, sumOf } from "../../src/protocol/sums";
import type { BucketCheck } from "../../src/protocol/types";
import { vectors } from "../vectors";

interface Case {
  readonly name: string;
  readonly given: { readonly documents: readonly { readonly id: string; readonly r: number }[] };
  readonly expect: BucketCheck;
}

it.each(vectors<{ cases: readonly Case[] }>("sums").cases)("$name", async ({ given: { documents }, expect: expected }) => {
  const hashes = await Promise.all(documents.map(({ id, r }) => documentHash(id, r)));

  expect({ count: documents.length, sum: sumOf(hashes) }).toEqual(expected);
});
