/**
 * The sum by which both ends prove that they hold the same documents of a bucket: Σ mod 2^48 of a hash for each
 * current document (docs/protocol.md, step 11). It depends on no order. 48 bits fit a number exactly.
 */
import { sha256 } from "./sha256";
import { SLOTS } from "./types";

const MODULUS = 2 ** 48;

/** The first 48 bits of SHA-256 over the id, a line feed and the decimal revision. */
export function documentHash(id: string, revision: number): number {
  const [first = 0, second = 0] = sha256(`${id}\n${revision}`);
  return (first >>> 0) * 2 ** 16 + (second >>> 16);
}

/** The slot of a document: the first byte of SHA-256 over its id. */
export function slotOf(id: string): number {
  const [first = 0] = sha256(id);
  return first >>> 24;
}

/** The sum of a bucket from the hashes of its documents. */
export function sumOf(hashes: Iterable<number>): number {
  let sum = 0;
  for (const hash of hashes) {
    sum = (sum + hash) % MODULUS;
  }
  return sum;
}

/** The sums of a bucket's slots, from the slots and hashes of its documents. */
export function slotSums(documents: Iterable<readonly [slot: number, hash: number]>): readonly number[] {
  const sums = Array.from({ length: SLOTS }, () => 0);
  for (const [slot, hash] of documents) {
    sums[slot] = ((sums[slot] ?? 0) + hash) % MODULUS;
  }
  return sums;
}
