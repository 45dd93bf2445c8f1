/** Numbers as they are written in a language: 88,9 and 88.9. */
import type { Language } from "../../protocol/codes";

const DECIMALS_MAX = 3;

/** A number without more than it says; thousands stay together, as in what one types. */
export function numberWords(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: DECIMALS_MAX, useGrouping: false }).format(value);
}
