/** What the service worker and the pages tell each other over restarts: localStorage does not exist in a worker. */
import type { DBSchema } from "idb";
import { LANGUAGES } from "../protocol/codes";
import type { Language } from "../protocol/codes";
import { Connection } from "./connection";

interface Schema extends DBSchema {
  notes: { key: "language"; value: string };
}

export class WorkerNotes {
  readonly #connection = new Connection<Schema>("kierros-worker", 1, (database) => {
    database.createObjectStore("notes");
  });

  /** The language of the app; null before it was noted, or when the browser does not give it out. */
  async language(): Promise<Language | null> {
    try {
      const transaction = await this.#connection.transaction(["notes"], "readonly");
      const found = await transaction.objectStore("notes").get("language");
      return LANGUAGES.find((language) => language === found) ?? null;
    } catch {
      return null;
    }
  }

  /** Notes the language; a phone that cannot store it has its browser's language in notifications. */
  async noteLanguage(language: Language): Promise<void> {
    try {
      const transaction = await this.#connection.transaction(["notes"], "readwrite");
      await Promise.all([transaction.objectStore("notes").put(language, "language"), transaction.done]);
    } catch {
      // Nothing depends on it but the words of a notification.
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
