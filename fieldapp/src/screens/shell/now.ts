/** The time, for words like "42 min ago": moves every half minute while somebody looks. */
import { signal, type ReadonlySignal } from "@preact/signals";

const EVERY_MS = 30_000;
const current = signal(new Date());

setInterval(() => {
  if (document.visibilityState === "visible") {
    current.value = new Date();
  }
}, EVERY_MS);
document.addEventListener("visibilitychange", () => {
  current.value = new Date();
});

export const now: ReadonlySignal<Date> = current;
