/**
 * SHA-256 (FIPS 180-4) of short texts, at once: the browser's own digest answers later, and a promise a document makes
 * the check of 10,000 documents ten times slower than their hashes.
 */

/** The eight 32-bit words of SHA-256 over the text in UTF-8. */
export function sha256(text: string): Int32Array {
  const message = padded(new TextEncoder().encode(text));
  const state = Int32Array.from(INITIAL);
  for (let block = 0; block < message.byteLength; block += BLOCK_BYTES) {
    compress(state, message, block);
  }
  return state;
}

const BLOCK_BYTES = 64;
const ROUNDS = 64;

/** The first `count` prime numbers. */
function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) {
      found.push(candidate);
    }
  }
  return found;
}

/** The first 32 bits of a number's fraction. */
const fraction = (value: number): number => Math.trunc((value - Math.trunc(value)) * 2 ** 32) | 0;

// 4.2.2 and 5.3.3: from the roots of the first primes. A double has bits enough: 3 before the point, 32 behind it.
const CONSTANTS = Int32Array.from(primes(ROUNDS), (prime) => fraction(Math.cbrt(prime)));
const INITIAL = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/** 5.1.1: a bit, zeros, and the length in bits at the end of the last block. */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / BLOCK_BYTES);
  const message = new Uint8Array(blocks * BLOCK_BYTES);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setUint32(message.length - 4, bytes.length * 8);
  return view;
}

/** The words of the block at hand, mixed on to all rounds. */
const schedule = new Int32Array(ROUNDS);

const at = (words: Int32Array, index: number): number => words[index] ?? 0;
const turn = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** 6.2.2: one block into the state. */
function compress(state: Int32Array, message: DataView, offset: number): void {
  fillSchedule(message, offset);
  let [a, b, c, d] = [at(state, 0), at(state, 1), at(state, 2), at(state, 3)];
  let [e, f, g, h] = [at(state, 4), at(state, 5), at(state, 6), at(state, 7)];
  for (let t = 0; t < ROUNDS; t += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + at(CONSTANTS, t) + at(schedule, t)) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  // A typed array's words wrap around at 32 bits by themselves.
  add(state, a, b, c, d, e, f, g, h);
}

function add(state: Int32Array, ...words: readonly number[]): void {
  for (let index = 0; index < words.length; index += 1) {
    state[index] = at(state, index) + (words[index] ?? 0);
  }
}

function fillSchedule(message: DataView, offset: number): void {
  for (let t = 0; t < 16; t += 1) {
    schedule[t] = message.getInt32(offset + t * 4);
  }
  for (let t = 16; t < ROUNDS; t += 1) {
    const early = at(schedule, t - 15);
    const late = at(schedule, t - 2);
    const mixed_early = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const mixed_late = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[t] = at(schedule, t - 16) + mixed_early + at(schedule, t - 7) + mixed_late;
  }
}
