/** The chosen language, where the first frame can read it: localStorage is the one store that answers at once. */
import { LANGUAGES } from "../protocol/codes";
import type { Language } from "../protocol/codes";

const KEY = "kierros-language";

/** What the worker chose, or else the first of the browser's languages that we have, or else Finnish. */
export function savedLanguage(storage: Storage | undefined, preferred: readonly string[]): Language {
  const wanted = preferred.map((tag) => tag.slice(0, 2).toLowerCase());
  return chosenLanguage(storage) ?? wanted.find(isLanguage) ?? "fi";
}

/** What the worker chose; null when nothing was chosen, or the browser died before it wrote that down. */
export function chosenLanguage(storage: Storage | undefined): Language | null {
  const text = read(storage);
  return isLanguage(text) ? text : null;
}

/** Remembers the choice; a browser that forbids it asks again next time. */
export function saveLanguage(storage: Storage | undefined, language: Language): void {
  try {
    storage?.setItem(KEY, language);
  } catch {
    // Storage is full or forbidden: the choice holds until the app is closed.
  }
}

function read(storage: Storage | undefined): string | null {
  try {
    return storage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}

function isLanguage(text: string | null): text is Language {
  return LANGUAGES.some((language) => language === text);
}
