/** Whether there is room for a list and a chosen thing side by side: the same line that the style sheets draw. */
import { signal, type ReadonlySignal } from "@preact/signals";

const query = matchMedia("(min-width: 64rem)");
const wide = signal(query.matches);
query.addEventListener("change", () => {
  wide.value = query.matches;
});

export const isWide: ReadonlySignal<boolean> = wide;
