import type { ResidentWords } from "./fi";

/** At a resident's door: English. */
export const residents: ResidentWords = {
  leave_note: "Leave a visit note",
  note_title: "Why could you not get in?",
  note_lead: "It stays in the order’s history, and the resident sees the reason on the private link. The order waits until you go on.",
  reason: "Reason",
  reasons: {
    nobody_home: "Nobody opened",
    no_permission: "No permission to go in",
    extra_lock: "Extra lock or alarm",
    pet: "There is a pet in the flat",
    other: "Another reason",
  },
  text: "More for your supervisor",
  text_hint: "The resident does not see this. It leaves the phones when the order is closed.",
  save: "Save the visit note",
  choose_reason: "Choose the reason first.",
  tell_reason: "Say what the reason was.",
  said: "Visit note saved",
  notes: "Visit notes",
  preferred_time: (time) => `Preferred time: ${time}`,
  resident_sees: "The resident sees this. Write no names.",
  operation: (order, reason) => `Visit note: ${order} (${reason})`,
};
