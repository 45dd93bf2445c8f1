import type { ResidentWords } from "./fi";

/** At a resident's door: Swedish. */
export const residents: ResidentWords = {
  leave_note: "Lämna en besökslapp",
  note_title: "Varför kom du inte in?",
  note_lead: "Anteckningen blir kvar i arbetets historia, och invånaren ser orsaken på sin egen länk. Arbetet väntar tills du fortsätter.",
  reason: "Orsak",
  reasons: {
    nobody_home: "Ingen öppnade",
    no_permission: "Inget tillstånd att gå in",
    extra_lock: "Extra lås eller larm",
    pet: "Husdjur i lägenheten",
    other: "Annan orsak",
  },
  text: "Mer till arbetsledaren",
  text_hint: "Invånaren ser inte detta. Texten försvinner ur telefonerna när arbetet stängs.",
  save: "Spara besökslappen",
  choose_reason: "Välj först en orsak.",
  tell_reason: "Berätta vad orsaken var.",
  said: "Besökslappen sparad",
  notes: "Besökslappar",
  preferred_time: (time) => `Lämplig tid: ${time}`,
  resident_sees: "Invånaren ser detta. Skriv inga namn.",
  operation: (order, reason) => `Besökslapp: ${order} (${reason})`,
};
