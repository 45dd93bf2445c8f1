import type { NotificationsMessages } from "./fi";

/** Notifications in More, in Swedish. */
export const notifications: NotificationsMessages = {
  title: "Aviseringar",
  states: {
    not_supported: "Den här webbläsaren kan inte visa aviseringar. På iPhone fungerar de när appen finns på hemskärmen.",
    denied: "Aviseringar är blockerade i webbläsarens inställningar. Tillåt dem där för den här sidan, så kan du ta dem i bruk.",
    off: "Av. Ett larm väcker inte den här telefonen.",
    unconfirmed: "Väntar på kontakt med servern. Ett larm väcker ännu inte den här telefonen.",
    on: "På. Ett larm väcker den här telefonen.",
  },
  turn_on: "Slå på aviseringar",
  turn_off: "Stäng av aviseringar",
};
