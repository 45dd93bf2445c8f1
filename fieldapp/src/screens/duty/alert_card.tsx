import { keyOf, type DutyAlert } from "../../protocol/documents";
import { find } from "../../state/documents";
import { isUnsettled, ownAcknowledgement } from "../../state/duty";
import { today } from "../../state/today";
import { Button, LinkButton } from "../../ui/button";
import { Card, CardLine } from "../../ui/card";
import { Notice } from "../../ui/notice";
import { now } from "../shell/now";
import { pathOf } from "../shell/routes";
import { addressOf, spotOf } from "../words/places";
import { momentWords } from "../words/when";
import { words } from "../words/words";
import { acknowledge, ownAcknowledgements } from "./pressing";
import { alertTitle, dutyName } from "./wording";

/** An alert that presses: what, where, since when, whom it has asked, and the one thing to do. */
export function AlertCard({ alert, isFirst }: { alert: DutyAlert; isFirst: boolean }) {
  const t = words.value;
  const order = find(alert.order);
  const isOpen = alert.state === "open";
  return (
    <Card tone={isOpen ? "urgent" : "waiting"}>
      <div class="fields" role={isOpen ? "alert" : undefined}>
        <h3 class="card-title">{alertTitle(alert)}</h3>
        {order ? (
          <>
            <p class="card-clamped">{order.description}</p>
            <CardLine icon="pin">{[addressOf(order, t), spotOf(order, t)].filter(Boolean).join(", ")}</CardLine>
          </>
        ) : (
          <p>{t.duty.order_coming}</p>
        )}
        <CardLine icon="clock">{t.duty.since(momentWords(alert.raised_at, today.value, t))}</CardLine>
      </div>
      {isOpen && <p class="fields-chosen">{nextWords(alert)}</p>}
      {isOpen ? (
        <Button kind={isFirst ? "primary" : "secondary"} icon="check" wide onClick={() => acknowledge(alert)}>
          {t.duty.acknowledge}
        </Button>
      ) : (
        <OwnAcknowledgement alert={alert} />
      )}
      {order && (
        <LinkButton href={pathOf({ name: "order", key: keyOf(order.id) })} icon="clipboard" wide>
          {t.duty.open_order}
        </LinkButton>
      )}
      <Asked alert={alert} />
    </Card>
  );
}

/** Whom the alert has asked. Below what is to be done: the list grows as long as nobody acknowledges. */
function Asked({ alert }: { alert: DutyAlert }) {
  const t = words.value;
  return (
    <ul class="fields">
      {alert.steps.map((step) => (
        <li key={`${step.person} ${step.at}`}>
          <CardLine icon="person">{t.duty.asked(dutyName(step.person), t.duty.roles[step.role], momentWords(step.at, today.value, t))}</CardLine>
        </li>
      ))}
    </ul>
  );
}

function nextWords({ next_at }: DutyAlert): string {
  const t = words.value;
  if (next_at === null) {
    return t.duty.next_none;
  }
  const moment = momentWords(next_at, today.value, t);
  return Date.parse(next_at) > now.value.getTime() ? t.duty.next_at(moment) : t.duty.next_was(moment);
}

/** That the acknowledgement is on this phone only: until it arrives, the others are asked. */
function OwnAcknowledgement({ alert }: { alert: DutyAlert }) {
  const t = words.value;
  const state = ownAcknowledgement(alert, ownAcknowledgements.value);
  return (
    <>
      <p class="fields-chosen">{acknowledgedWords(alert)}</p>
      {isUnsettled(state) && (
        <Notice
          tone={state === "set_aside" ? "urgent" : "waiting"}
          icon={state === "set_aside" ? "alert" : "device"}
          title={state === "set_aside" ? t.duty.not_through : state === "sent" ? t.outbox.state.sent : t.duty.unsent}
        >
          <p>{state === "set_aside" ? t.duty.not_through_text : t.duty.unsent_text}</p>
        </Notice>
      )}
    </>
  );
}

/** Who acknowledged it and when, or that nobody had to. */
export function acknowledgedWords({ acknowledged_by, acknowledged_at }: DutyAlert): string {
  const t = words.value;
  return acknowledged_at === null ? t.duty.closed : t.duty.acknowledged_by(dutyName(acknowledged_by), momentWords(acknowledged_at, today.value, t));
}
