/** Briefs, codes and covers in English. */
import { pluralsOf } from "../plural";
import type { BriefMessages } from "./fi";

const count = pluralsOf("en");

export const briefs: BriefMessages = {
  read_first: "Read the brief before you begin",
  read_first_text: "You are not the regular one here. Confirm that you have read it, so that your supervisor knows.",
  open: "Open the brief",
  confirm: "I have read the brief",
  confirmed: "Brief read",
  confirmed_at: (date) => `You read this on ${date}`,
  codes: (n) => count(n, { one: "Code", other: "Codes (#)" }),
  show_codes: "Show codes",
  hide_codes: "Hide codes",
  codes_hint: "See that nobody looks at the screen.",
  codes_later: "Door and alarm codes come to the phone two weekdays before the round.",
  valid_from: (date) => `Valid from ${date}`,
  instead_of: (name) => `Instead of ${name}`,
  instead_of_regular: "Instead of the regular worker",
  until: (date) => `until ${date}`,
  carried: (date) => `Skipped on ${date}, or did not pass an inspection`,
  data_codes: "Door and alarm codes",
  data_confirmations: "Briefs you have read",
};
