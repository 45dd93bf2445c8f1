/** What a language is called in another one: englanti, engelska, English. */
import type { Language } from "../../protocol/codes";

/** The language's name; its code where nobody knows it. */
export function languageWords(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code;
  } catch {
    // A broken code is a newer server's or an import's, and no reason to show nothing.
    return code;
  }
}
