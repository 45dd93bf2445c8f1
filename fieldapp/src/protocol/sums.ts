/**
 * The sum by which both ends prove that they hold the same documents of a bucket: Σ mod 2^48 of a hash for each
 * current document (docs/protocol.md, after step 9). It depends on no order. 48 bits fit a number exactly.
 */

const MODULUS = 2 ** 48;

/** The first 48 bits of SHA-256 over the id, a line feed and the decimal revision. */
export async function documentHash(id: string, revision: number): Promise<number> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${id}\n${revision}`));
  const view = new DataView(digest);
  return view.getUint32(0) * 2 ** 16 + view.getUint16(4);
}

/** The sum of a bucket from the hashes of its documents. */
export function sumOf(hashes: Iterable<number>): number {
  let sum = 0;
  for (const hash of hashes) {
    sum = (sum + hash) % MODULUS;
  }
  return sum;
}
