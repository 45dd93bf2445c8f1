import { signal } from "@preact/signals";

/** True from joining until the person has seen that everything is on the phone. */
export const welcoming = signal(false);
