/** The texts of the screens in the language of the person. */
import { computed, effect, signal } from "@preact/signals";

import { fi, loadMessages, type Messages } from "../../i18n/messages";
import type { Language } from "../../protocol/codes";
import { language } from "../../state/session";

const loaded = signal<{ readonly language: Language; readonly messages: Messages }>({ language: "fi", messages: fi });

/** The texts; a component that reads them follows a change of language. */
export const words = computed(() => loaded.value.messages);
/** The language that the texts are in. */
export const spoken = computed(() => loaded.value.language);

/** Keeps the texts in the chosen language; resolves when the first ones are there. */
export function startWords(): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      const wanted = language.value;
      void loadMessages(wanted).then((messages) => {
        // A slower answer to an earlier choice must not win.
        if (language.peek() === wanted) {
          loaded.value = { language: wanted, messages };
          document.documentElement.lang = wanted;
        }
        resolve();
      });
    });
  });
}
