import { wordOf } from "../../i18n/codes/words";
import { keyOf, type Round } from "../../protocol/documents";
import { progress } from "../../state/worklist";
import { Badge } from "../../ui/badge";
import { CardLine, CardLink } from "../../ui/card";
import { ProgressRing } from "../../ui/progress";
import { pathOf } from "../shell/routes";
import { addressOf, propertyName } from "../words/places";
import { durationWords, timeOf } from "../words/when";
import { words } from "../words/words";
import { coverWords } from "./cover";
import { minutesLeft } from "./minutes_left";

/** A round among others: where, what work, and how far it has come. */
export function RoundCard({ round, when }: { round: Round; when?: string }) {
  const t = words.value;
  const { done, skipped, total } = progress(round);
  const left = minutesLeft(round);
  const cover = coverWords(round);
  return (
    <CardLink
      href={pathOf({ name: "round", key: keyOf(round.id) })}
      title={addressOf(round, t)}
      lead={<ProgressRing done={done + skipped} all={total} />}
      eyebrow={[when, wordOf(t.codes.work, round.work), propertyName(round)].filter(Boolean).join(" · ")}
    >
      <CardLine>
        {t.today.spaces(done + skipped, total)}
        {round.state !== "finished" && left > 0 && ` · ${t.today.left(durationWords(left, t))}`}
      </CardLine>
      {cover && <CardLine>{cover}</CardLine>}
      <RoundState round={round} />
    </CardLink>
  );
}

function RoundState({ round }: { round: Round }) {
  const t = words.value;
  const isReturned = round.visits.some((visit) => visit.is_returned);
  if (!isReturned && round.state === "planned") {
    return null;
  }
  return (
    <span class="card-eyebrow">
      {isReturned && (
        <Badge tone="waiting" icon="returned">
          {t.round.returned}
        </Badge>
      )}
      {round.state === "running" && (
        <Badge tone="action" icon="play">
          {t.codes.round_state.running}
        </Badge>
      )}
      {round.state === "finished" && (
        <Badge tone="accepted" icon="check">
          {round.finished_at ? t.today.finished(timeOf(round.finished_at)) : t.codes.round_state.finished}
        </Badge>
      )}
    </span>
  );
}
