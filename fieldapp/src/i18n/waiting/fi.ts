export const waiting = {
  pause: "Tauolle",
  title: "Mitä työ odottaa?",
  reason: "Syy",
  choose_reason: "Valitse ensin syy.",
  until: "Milloin jatketaan?",
  until_past: "Valitse päivä, joka on vielä edessä.",
  text: "Lisätieto",
  save: "Merkitse odottamaan",
  clock_stands: "Määräaika ei kulu sillä välin.",
  clock_runs: "Määräaika kuluu sillä välinkin.",
  resume: "Jatka työtä",
  waits_until: (reason: string, day: string) => `${reason}, jatkuu ${day}`,
  since: (when: string) => `Odottaa, merkitty ${when}`,
  said_paused: "Työ odottaa",
  said_resumed: "Työ jatkuu",
  operation_pause: (order: string, reason: string) => `Odottaa: ${order}, ${reason}`,
  operation_resume: (order: string) => `Jatkettu: ${order}`,
  found_on: "Löytyi työn yhteydessä",
  found_on_round: "Löytyi kierroksella",
  found_here: "Tämän yhteydessä löytyi",
  merged: "Yhdistetty toiseen työtilaukseen",
  merged_text: "Samasta viasta oli kaksi ilmoitusta. Työ jatkuu toisella numerolla.",
  merged_to: (number: string) => `Avaa ${number}`,
  contacts: "Asukkaat",
};

/** The texts of orders that wait, were found on the way or merged. */
export type WaitingMessages = typeof waiting;
