import type { NotificationsMessages } from "./fi";

/** Notifications in More, in English. */
export const notifications: NotificationsMessages = {
  title: "Notifications",
  states: {
    not_supported: "This browser cannot show notifications. On an iPhone they work once the app is on the home screen.",
    denied: "Notifications are blocked in the browser's settings. Allow them there for this site, and you can turn them on.",
    off: "Off. An alert does not wake this phone.",
    unconfirmed: "Waiting for a connection to the server. An alert does not wake this phone yet.",
    on: "On. An alert wakes this phone.",
  },
  turn_on: "Turn notifications on",
  turn_off: "Turn notifications off",
};
