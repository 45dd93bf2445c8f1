import type { PushMessages } from "./fi";

/** What a notification says, in English. */
export const push: PushMessages = {
  alert: { title: "New alert", body: "Open Kierros and acknowledge the alert." },
  other: { title: "Kierros", body: "There is something new in the app. Open Kierros." },
};
