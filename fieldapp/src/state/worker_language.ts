/** The app's language for its service worker, whose notifications speak it too. */
import { effect } from "@preact/signals";

import { WorkerNotes } from "../store/worker_notes";
import { language } from "./session";

/** Notes the language now and whenever another is chosen. */
export function keepWorkerLanguage(): void {
  const notes = new WorkerNotes();
  effect(() => void notes.noteLanguage(language.value));
}
