/** For whom somebody stands in on a round, in words. */
import type { Round } from "../../protocol/documents";
import { find } from "../../state/documents";
import { shortDay } from "../words/when";
import { spoken, words } from "../words/words";

/** "Instead of Aino Laine, until 26.11."; null for a round that did not come by a cover. */
export function coverWords(round: Round): string | null {
  const t = words.value;
  if (round.cover_until == null) {
    return null;
  }
  const regular = round.regular == null ? undefined : find(round.regular);
  const whose = regular ? t.briefs.instead_of(regular.name) : t.briefs.instead_of_regular;
  return `${whose}, ${t.briefs.until(shortDay(round.cover_until, spoken.value))}`;
}
