// Count, sum and sums by slot, with which both ends prove that they hold the same.

import { createHash } from "node:crypto";

const MODULUS = 2 ** 48;
const sha256 = (text) => createHash("sha256").update(text).digest();

export const slotOf = (id) => sha256(id)[0];

/** `revisions`: {id: r} of a bucket's current documents. */
export function slotSums(revisions) {
  const slots = new Array(256).fill(0);
  for (const [id, r] of Object.entries(revisions)) {
    const slot = slotOf(id);
    slots[slot] = (slots[slot] + sha256(`${id}\n${r}`).readUIntBE(0, 6)) % MODULUS;
  }
  return slots;
}

export const check = (revisions) => ({
  count: Object.keys(revisions).length,
  sum: slotSums(revisions).reduce((sum, slot) => (sum + slot) % MODULUS, 0),
});
