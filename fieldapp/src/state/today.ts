/** Today, on this phone's calendar. */
import { signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import type { LocalDate } from "../protocol/documents";
import { localDate, nextMidnight } from "../protocol/instants";

const date = signal(localDate(new Date()));

/** `YYYY-MM-DD`; rolls at midnight, and when the app comes back into view. */
export const today: ReadonlySignal<LocalDate> = date;

function look(): void {
  date.value = localDate(new Date());
}

function lookAtMidnight(): void {
  look();
  const now = new Date();
  setTimeout(lookAtMidnight, nextMidnight(now).getTime() - now.getTime());
}

if (typeof document !== "undefined") {
  lookAtMidnight();
  // Timers stand still while a phone sleeps.
  document.addEventListener("visibilitychange", look);
}
