/** At a resident's door: Finnish. */
export const residents = {
  leave_note: "Jätä käyntilappu",
  note_title: "Miksi et päässyt sisään?",
  note_lead: "Merkintä jää työn historiaan, ja asukas näkee syyn omasta linkistään. Työ odottaa, kunnes jatkat sitä.",
  reason: "Syy",
  reasons: {
    nobody_home: "Kukaan ei avannut",
    no_permission: "Ei lupaa mennä sisään",
    extra_lock: "Lisälukko tai hälytin",
    pet: "Asunnossa on lemmikki",
    other: "Muu syy",
  },
  text: "Lisätieto työnjohtajalle",
  text_hint: "Asukas ei näe tätä. Teksti poistuu puhelimista, kun työ suljetaan.",
  save: "Tallenna käyntilappu",
  choose_reason: "Valitse ensin syy.",
  tell_reason: "Kerro, mikä syy oli.",
  said: "Käyntilappu tallennettu",
  notes: "Käyntilaput",
  preferred_time: (time: string) => `Sopiva aika: ${time}`,
  resident_sees: "Asukas näkee tämän. Älä kirjoita nimiä.",
  operation: (order: string, reason: string) => `Käyntilappu: ${order} (${reason})`,
};

export type ResidentWords = typeof residents;
