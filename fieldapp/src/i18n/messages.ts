/** The texts of a language. Finnish is always at hand; the others are fetched (from the phone's own copy) when chosen. */
import type { Language } from "../protocol/codes";
import { fi, type Messages } from "./fi";

export { fi, type Messages };

/** Loads the texts of a language; falls back to Finnish when its file cannot be had, so that the app still opens. */
export async function loadMessages(language: Language): Promise<Messages> {
  try {
    switch (language) {
      case "fi":
        return fi;
      case "sv":
        return (await import("./sv")).sv;
      case "en":
        return (await import("./en")).en;
    }
  } catch {
    return fi;
  }
}
