import type { WorkOrder } from "../../protocol/documents";
import { keyOf } from "../../protocol/documents";
import { today } from "../../state/today";
import { isOpen } from "../../state/worklist";
import { Badge } from "../../ui/badge";
import { CardLine, CardLink, Mark } from "../../ui/card";
import { now } from "../shell/now";
import { route } from "../shell/navigation";
import { pathOf } from "../shell/routes";
import { deadlineWords } from "../words/deadlines";
import { CATEGORY_ICONS } from "../words/icons";
import { addressOf, hasEvesOff, spotOf } from "../words/places";
import { durationWords, momentWords } from "../words/when";
import { spoken, words } from "../words/words";
import { wordOf } from "../../i18n/codes/words";
import { pauseWords } from "./waiting";

/** An order among others: what, where, and how much time is left. */
export function OrderCard({ order }: { order: WorkOrder }) {
  const t = words.value;
  const key = keyOf(order.id);
  const isUrgent = order.urgency === "urgent";
  const shown = route.value;
  return (
    <CardLink
      href={pathOf({ name: "order", key })}
      title={wordOf(t.codes.category, order.category)}
      isCurrent={shown.name === "order" && shown.key === key}
      lead={<Mark icon={CATEGORY_ICONS[order.category] ?? "dots"} tone={isUrgent ? "urgent" : "action"} />}
      {...(isUrgent ? { tone: "urgent" as const } : {})}
    >
      <span class="card-clamped">{order.description}</span>
      <CardLine icon="pin">
        {addressOf(order, t)}
        {spotOf(order, t) && `, ${spotOf(order, t)}`}
      </CardLine>
      <OrderBadges order={order} />
    </CardLink>
  );
}

/** The deadline and whatever else of an order's state is worth a word. */
export function OrderBadges({ order }: { order: WorkOrder }) {
  const t = words.value;
  if (!isOpen(order)) {
    return (
      <span class="card-eyebrow">
        <Badge tone={isCalledOff(order) ? "plain" : "accepted"} icon={isCalledOff(order) ? "close" : "check"}>
          {wordOf(t.codes.order_state, order.state)}
        </Badge>
        {order.completed_at && <span>{momentWords(order.completed_at, today.value, t)}</span>}
      </span>
    );
  }
  const deadline = deadlineWords(order, now.value, today.value, spoken.value, t, hasEvesOff(order.property));
  const minutes = (now.value.getTime() - Date.parse(order.reported_at)) / 60_000;
  return (
    <span class="card-eyebrow">
      <Badge tone={deadline.tone} icon={order.urgency === "urgent" ? "alert" : "clock"}>
        {deadline.text}
      </Badge>
      {deadline.day && <span>{deadline.day}</span>}
      {order.urgency === "urgent" && order.started_at === null && <span>{t.today.reported_ago(durationWords(minutes, t))}</span>}
      {order.paused && (
        <Badge tone="waiting" icon="clock">
          {pauseWords(order.paused)}
        </Badge>
      )}
      {order.state === "started" && !order.paused && (
        <Badge tone="action" icon="play">
          {t.codes.order_state.started}
        </Badge>
      )}
      {order.state === "returned" && (
        <Badge tone="waiting" icon="returned">
          {t.codes.order_state.returned}
        </Badge>
      )}
    </span>
  );
}

function isCalledOff({ state }: WorkOrder): boolean {
  return state === "cancelled" || state === "merged";
}
