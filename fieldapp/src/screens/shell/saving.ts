/** Recording with an honest answer: "saved" only after the phone has it, and a loud word when it has not. */
import { signal, type ReadonlySignal } from "@preact/signals";

import { NotSaved } from "../../state/record";

export type Said = { readonly text: string; readonly undo: (() => void) | null };

const said = signal<Said | null>(null);
const failed = signal<NotSaved["code"] | null>(null);
const writing = signal(0);
/** Long enough to read and to take back; what can be undone can be undone from its own place later too. */
const SAID_FOR_MS = 4_500;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What was saved a moment ago. */
export const lastSaid: ReadonlySignal<Said | null> = said;
/** Why the last thing was not saved; stays until the person has read it. */
export const failure: ReadonlySignal<NotSaved["code"] | null> = failed;
/** How many things are being written now: the app must not restart meanwhile. */
export const writingCount: ReadonlySignal<number> = writing;

/** Waits until `write` has stored it, then says so; answers whether it is stored. */
export async function save(write: () => Promise<void>, text: string, undo: (() => void) | null = null): Promise<boolean> {
  writing.value += 1;
  try {
    await write();
    say(text, undo);
    return true;
  } catch (error) {
    if (!(error instanceof NotSaved)) {
      throw error;
    }
    failed.value = error.code;
    return false;
  } finally {
    writing.value -= 1;
  }
}

/** Says a line that needs no answer. */
export function say(text: string, undo: (() => void) | null = null): void {
  clearTimeout(timer);
  said.value = { text, undo };
  timer = setTimeout(() => {
    said.value = null;
  }, SAID_FOR_MS);
}

/** Takes back what was said last. */
export function undoLast(): void {
  const undo = said.value?.undo;
  clearTimeout(timer);
  said.value = null;
  undo?.();
}

export function acknowledgeFailure(): void {
  failed.value = null;
}
