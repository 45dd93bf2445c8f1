/** Anvisningar, koder och vikariat på svenska. */
import { pluralsOf } from "../plural";
import type { BriefMessages } from "./fi";

const count = pluralsOf("sv");

export const briefs: BriefMessages = {
  read_first: "Läs byggnadens anvisningar innan du börjar",
  read_first_text: "Du är inte den ordinarie här. Kvittera när du har läst, så vet din arbetsledare.",
  open: "Öppna anvisningarna",
  confirm: "Jag har läst anvisningarna",
  confirmed: "Anvisningarna är lästa",
  confirmed_at: (date) => `Du läste dem ${date}`,
  codes: (n) => count(n, { one: "Kod", other: "Koder (#)" }),
  show_codes: "Visa koderna",
  hide_codes: "Dölj koderna",
  codes_hint: "Se till att ingen annan ser skärmen.",
  codes_later: "Dörr- och larmkoder kommer till telefonen två vardagar före rundan.",
  valid_from: (date) => `Gäller från ${date}`,
  instead_of: (name) => `Vikarierar för ${name}`,
  instead_of_regular: "Vikarierar för den ordinarie",
  until: (date) => `till ${date}`,
  carried: (date) => `Hoppades över ${date} eller godkändes inte på kvalitetsronden`,
  data_codes: "Dörr- och larmkoder",
  data_confirmations: "Anvisningar du har läst",
};
