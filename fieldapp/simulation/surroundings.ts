/** Puts what the app finds around it in a browser under the hand of the simulation: time, chance, storage, channels. */
import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { currentLife, later } from "./life";
import type { Life } from "./life";
import { makeStorageMortal } from "./storage";

/** Call once, before any of the app's code runs. */
export function surround(): void {
  // Where the app's users are, and as the simulation tells the phones' time.
  process.env["TZ"] = "Europe/Helsinki";
  makeStorageMortal();
  replace(globalThis, "indexedDB", { get: () => myLife().storage });
  replace(globalThis, "setImmediate", { value: later });
  // The app gives up on connections that stall; here no time passes while one waits.
  replace(globalThis, "setTimeout", { value: () => 0 });
  replace(globalThis, "clearTimeout", { value: () => undefined });
  replace(globalThis, "BroadcastChannel", { value: Channel });
  // What a browser has, and Node does in threads of its own, in no certain order. Then a request goes uncompressed.
  replace(globalThis, "CompressionStream", { value: undefined });
  replace(globalThis.crypto, "getRandomValues", { value: fill });
  replace(globalThis.crypto, "subtle", { value: { digest } });
  replace(Date, "now", { value: () => myLife().wall_ms() });
}

function replace(where: object, name: string, by: PropertyDescriptor): void {
  Object.defineProperty(where, name, { configurable: true, ...by });
}

function myLife(): Life {
  const life = currentLife();
  if (life === undefined) {
    throw new Error("code of the app runs in nobody's name");
  }
  return life;
}

function fill(array: Uint8Array): Uint8Array {
  myLife().chance.fill(array);
  return array;
}

async function digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer> {
  return new Uint8Array(createHash(algorithm.replace("-", "").toLowerCase()).update(data).digest()).buffer;
}

/** Reaches the other tabs of the same phone. */
class Channel extends EventTarget {
  readonly #life = myLife();

  constructor(readonly name: string) {
    super();
    this.#life.channels.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of this.#life.channels) {
      if (other !== this) {
        later(() => other.dispatchEvent(new MessageEvent("message", { data })));
      }
    }
  }

  close(): void {
    this.#life.channels.delete(this);
  }
}
