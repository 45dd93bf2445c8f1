import type { DocumentId } from "../../protocol/documents";
import { keyOf } from "../../protocol/documents";
import { byType } from "../../state/documents";
import { today } from "../../state/today";
import { myRounds } from "../../state/worklist";
import { Section } from "../../ui/page";
import { RowLink, Rows } from "../../ui/rows";
import { pathOf } from "../shell/routes";
import { addressOf } from "../words/places";
import { addDays } from "../words/weekdays";
import { shortDay } from "../words/when";
import { spoken, words } from "../words/words";
import { wordOf } from "../../i18n/codes/words";

const DAYS_AHEAD = 7;
const ROUNDS_MAX = 6;

/** The worker's rounds of the next days, to know what comes. */
export function Coming({ person }: { person: DocumentId<"person"> }) {
  const t = words.value;
  const days = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(today.value, index + 1));
  const rounds = days.flatMap((on) => myRounds(byType("round").value, person, on, (round) => addressOf(round, t))).slice(0, ROUNDS_MAX);
  if (rounds.length === 0) {
    return null;
  }
  return (
    <Section title={t.today.coming}>
      <Rows>
        {rounds.map((round) => (
          <RowLink
            key={round.id}
            href={pathOf({ name: "round", key: keyOf(round.id) })}
            icon="calendar"
            title={addressOf(round, t)}
            detail={`${shortDay(round.on, spoken.value)} · ${wordOf(t.codes.work, round.work)}`}
          />
        ))}
      </Rows>
    </Section>
  );
}
