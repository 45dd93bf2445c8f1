/** Today, on this phone's calendar. */
import { signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import type { LocalDate } from "../protocol/documents";
import { localDate } from "../protocol/instants";

const date = signal(localDate(new Date()));

/** `YYYY-MM-DD`; rolls at midnight and when the app comes back into view. */
export const today: ReadonlySignal<LocalDate> = date;
