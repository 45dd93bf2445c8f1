import { wordOf } from "../../i18n/codes/words";
import type { WorkOrder } from "../../protocol/documents";
import { today } from "../../state/today";
import { Notice } from "../../ui/notice";
import { personName } from "../words/places";
import { durationWords, momentWords } from "../words/when";
import { words } from "../words/words";

/** How the work went, once it is done; that it runs, while it does. */
export function OrderOutcome({ order }: { order: WorkOrder }) {
  const t = words.value;
  if (order.completed_at !== null) {
    return (
      <Notice tone="accepted" icon="check" title={order.result ? wordOf(t.codes.order_result, order.result) : t.codes.order_state.done}>
        {order.result_text && <p>{order.result_text}</p>}
        <p>
          {[
            personName(order.completed_by, t),
            momentWords(order.completed_at, today.value, t),
            order.minutes !== null && durationWords(order.minutes, t),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </Notice>
    );
  }
  if (order.state === "started" && order.started_at !== null) {
    return <Notice tone="action" icon="play" title={t.order.started(momentWords(order.started_at, today.value, t))} />;
  }
  return null;
}
