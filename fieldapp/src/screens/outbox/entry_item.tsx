import { wordOf } from "../../i18n/codes/words";
import { isOfType, type AnyDocument } from "../../protocol/documents";
import { tryAgain, type EntryState, type OutboxEntry } from "../../state/outbox";
import { today } from "../../state/today";
import { Badge, type Tone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Row } from "../../ui/rows";
import type { IconName } from "../../ui/icon_paths";
import { addressOf, findAny, findSpace, personName } from "../words/places";
import { momentWords } from "../words/when";
import { words } from "../words/words";
import { operationWords, type Look } from "./operation_words";

const LOOKS: Readonly<Record<EntryState, { tone: Tone; icon: IconName }>> = {
  saved: { tone: "waiting", icon: "device" },
  sent: { tone: "info", icon: "send" },
  accepted: { tone: "accepted", icon: "check" },
  flagged: { tone: "accepted", icon: "eye" },
  needs_look: { tone: "waiting", icon: "flag" },
  set_aside: { tone: "urgent", icon: "alert" },
  applied_later: { tone: "accepted", icon: "check" },
  dismissed: { tone: "plain", icon: "close" },
  sent_back: { tone: "waiting", icon: "returned" },
  decided: { tone: "plain", icon: "eye" },
};

/** What was recorded, in words, and how far it has come. */
export function EntryItem({ entry }: { entry: OutboxEntry }) {
  const t = words.value;
  const { text, place } = operationWords(entry.operation, look(), t);
  return (
    <Row
      title={text}
      detail={
        <>
          <span>{[place, t.outbox.saved_at(momentWords(entry.recorded_at, today.value, t))].filter(Boolean).join(" · ")}</span>
          <span class="card-eyebrow">
            <Badge {...LOOKS[entry.state]}>{t.outbox.state[entry.state]}</Badge>
            {entry.acknowledged_at && <span>{momentWords(entry.acknowledged_at, today.value, t)}</span>}
          </span>
          {explanations(entry).map((line) => (
            <span key={line} class="entry-why">
              {line}
            </span>
          ))}
          {entry.state === "set_aside" && (
            <Button icon="refresh" onClick={() => void tryAgain(entry.operation.id)}>
              {t.outbox.try_again}
            </Button>
          )}
        </>
      }
    />
  );
}

/** Why an entry is not simply accepted, and what happens next. */
function explanations(entry: OutboxEntry): readonly string[] {
  const t = words.value;
  if (entry.state === "needs_look") {
    return [wordOf(t.codes.quarantine, entry.reason ?? ""), t.outbox.needs_look_next];
  }
  if (entry.state === "set_aside") {
    return [t.outbox.set_aside_why(entry.reason ?? "")];
  }
  return entry.state === "flagged" ? entry.flags.map((flag) => wordOf(t.codes.flag, flag)) : decisionWords(entry.decision);
}

/** What the supervisor wrote, and who and when. */
function decisionWords(decision: OutboxEntry["decision"]): readonly string[] {
  if (!decision?.comment) {
    return [];
  }
  const t = words.value;
  const who = [personName(decision.by, t), momentWords(decision.at, today.value, t)].join(", ");
  return [t.outbox.decision(decision.comment, who)];
}

function look(): Look {
  const t = words.value;
  return {
    find: findAny,
    spaceName: (space) => findSpace(space)?.name,
    address: (of) => addressOfDocument(of, (place) => addressOf(place, t)),
  };
}

type Placed = Parameters<typeof addressOf>[0];

function addressOfDocument(of: AnyDocument, address: (place: Placed) => string): string | null {
  if (isOfType(of, "round") || isOfType(of, "work_order") || isOfType(of, "product_use")) {
    return address(of);
  }
  if (isOfType(of, "duty_alert")) {
    const order = findAny(of.order);
    return order ? addressOfDocument(order, address) : null;
  }
  return isOfType(of, "building") || isOfType(of, "property") ? of.address : null;
}
