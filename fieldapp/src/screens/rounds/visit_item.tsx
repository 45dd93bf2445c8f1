import { wordOf } from "../../i18n/codes/words";
import type { Round, Visit } from "../../protocol/documents";
import { session } from "../../state/session";
import { Badge } from "../../ui/badge";
import { VisitRow } from "../../ui/visit_row";
import { SPACE_ICONS } from "../words/icons";
import { findSpace, personName } from "../words/places";
import { shortDay, timeOf } from "../words/when";
import { spoken, words } from "../words/words";
import { tick } from "./recording";
import { returnComment } from "./return_comment";

/** A visit as a row of its round. */
export function VisitItem({ round, visit, onMore }: { round: Round; visit: Visit; onMore: () => void }) {
  const t = words.value;
  const space = findSpace(visit.space);
  const name = space?.name ?? t.round.unknown_space;
  return (
    <VisitRow
      state={visit.state}
      name={name}
      icon={(space && SPACE_ICONS[space.kind]) ?? "round"}
      detail={<VisitDetail round={round} visit={visit} />}
      tickLabel={t.round.tick}
      moreLabel={t.round.open_visit(name)}
      onTick={visit.state === "open" ? () => void tick(round, visit) : undefined}
      onMore={onMore}
    />
  );
}

function VisitDetail({ round, visit }: { round: Round; visit: Visit }) {
  const t = words.value;
  const time = visit.at ? timeOf(visit.at) : "";
  const other = visit.by !== null && visit.by !== session.value?.person.id ? personName(visit.by, t) : null;
  switch (visit.state) {
    case "done":
      return <>{[t.round.done_at(time), other].filter(Boolean).join(" · ")}</>;
    case "skipped":
      return <>{[t.round.skipped(wordOf(t.codes.skip_reason, visit.reason ?? "other")), time, other].filter(Boolean).join(" · ")}</>;
    case "open":
      return visit.is_returned ? <Returned round={round} visit={visit} /> : <OpenDetail visit={visit} />;
  }
}

function Returned({ round, visit }: { round: Round; visit: Visit }) {
  const t = words.value;
  const comment = returnComment(round.id, visit.id);
  return (
    <>
      <Badge tone="waiting" icon="returned">
        {t.round.returned}
      </Badge>
      {comment && <span>”{comment}”</span>}
    </>
  );
}

function OpenDetail({ visit }: { visit: Visit }) {
  const t = words.value;
  const space = findSpace(visit.space);
  const parts = [
    space?.floor == null ? null : t.round.floor(String(space.floor)),
    visit.norm_minutes === null ? null : t.round.norm(visit.norm_minutes),
    visit.tasks.map((task) => wordOf(t.codes.task, task).toLocaleLowerCase()).join(", "),
  ];
  return (
    <>
      {visit.carried_from && (
        <Badge tone="waiting" icon="skip">
          {t.briefs.carried(shortDay(visit.carried_from, spoken.value))}
        </Badge>
      )}
      <span>{parts.filter(Boolean).join(" · ")}</span>
    </>
  );
}
