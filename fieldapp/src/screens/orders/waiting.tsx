import type { OrderPause, WorkOrder } from "../../protocol/documents";
import { keyOf } from "../../protocol/documents";
import { find } from "../../state/documents";
import { today } from "../../state/today";
import { LinkButton } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { pathOf } from "../shell/routes";
import { personName } from "../words/places";
import { momentWords, shortDay } from "../words/when";
import { spoken, words } from "../words/words";
import { wordOf } from "../../i18n/codes/words";

/** What an order waits for, and until when: the badge of a list. */
export function pauseWords({ reason, until }: OrderPause): string {
  const t = words.value;
  const why = wordOf(t.codes.pause_reason, reason);
  return until === null ? why : t.pauses.waits_until(why, shortDay(until, spoken.value));
}

/** That an order waits, with who said so and what. */
export function WaitingNotice({ order }: { order: WorkOrder }) {
  const t = words.value;
  if (!order.paused) {
    return null;
  }
  const { at, by, text } = order.paused;
  return (
    <Notice tone="waiting" icon="clock" title={pauseWords(order.paused)}>
      {text && <p class="long-text">{text}</p>}
      <p>{t.pauses.since([personName(by, t), momentWords(at, today.value, t)].join(", "))}</p>
    </Notice>
  );
}

/** That an order goes on under another number, and the way there. */
export function MergedNotice({ order }: { order: WorkOrder }) {
  const t = words.value;
  if (order.state !== "merged") {
    return null;
  }
  const other = order.merged_into ? find(order.merged_into) : undefined;
  return (
    <Notice tone="info" icon="info" title={t.pauses.merged}>
      <p>{t.pauses.merged_text}</p>
      {other && (
        <LinkButton href={pathOf({ name: "order", key: keyOf(other.id) })} icon="forward">
          {t.pauses.merged_to(other.number ?? t.orders.no_number)}
        </LinkButton>
      )}
    </Notice>
  );
}
