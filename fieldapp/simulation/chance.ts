/** Random numbers from a seed: the same seed gives the same ones. */
import { createHash } from "node:crypto";

export class Chance {
  #block = new Uint8Array(0);
  #used = 0;
  #count = 0;

  constructor(private readonly seed: string) {}

  /** Fills an array with random bytes. */
  fill(array: Uint8Array): void {
    for (let index = 0; index < array.length; index += 1) {
      array[index] = this.byte();
    }
  }

  byte(): number {
    if (this.#used === this.#block.length) {
      this.#block = createHash("sha256").update(`${this.seed} ${this.#count}`).digest();
      this.#count += 1;
      this.#used = 0;
    }
    this.#used += 1;
    return this.#block[this.#used - 1] ?? 0;
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    return (this.byte() * 2 ** 16 + this.byte() * 2 ** 8 + this.byte()) / 2 ** 24;
  }
}
