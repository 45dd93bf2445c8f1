import type { PushMessages } from "./fi";

/** What a notification says, in Swedish. */
export const push: PushMessages = {
  alert: { title: "Nytt larm", body: "Öppna Kierros och kvittera larmet." },
  other: { title: "Kierros", body: "Det finns något nytt i appen. Öppna Kierros." },
};
