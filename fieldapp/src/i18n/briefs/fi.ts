/** Ohjeet, koodit ja sijaisuudet suomeksi. */
import { pluralsOf } from "../plural";

const count = pluralsOf("fi");

export const briefs = {
  read_first: "Lue rakennuksen ohjeet ennen kuin aloitat",
  read_first_text: "Et ole täällä vakituisena. Kuittaa lukemasi, niin esihenkilösi tietää.",
  open: "Avaa ohjeet",
  confirm: "Olen lukenut ohjeet",
  confirmed: "Ohjeet luettu",
  confirmed_at: (date: string) => `Luit nämä ${date}`,
  codes: (n: number) => count(n, { one: "Koodi", other: "Koodit (#)" }),
  show_codes: "Näytä koodit",
  hide_codes: "Piilota koodit",
  codes_hint: "Katso, ettei kukaan näe näyttöä.",
  codes_later: "Ovi- ja hälytyskoodit tulevat puhelimeen kaksi arkipäivää ennen kierrosta.",
  valid_from: (date: string) => `Voimassa ${date} alkaen`,
  instead_of: (name: string) => `Sijaisena: ${name}`,
  instead_of_regular: "Vakituisen tekijän sijaisena",
  until: (date: string) => `${date} asti`,
  carried: (date: string) => `Jäi väliin ${date} tai ei riittänyt laatukierroksella`,
  data_codes: "Ovi- ja hälytyskoodit",
  data_confirmations: "Lukemasi ohjeet",
};

export type BriefMessages = typeof briefs;
