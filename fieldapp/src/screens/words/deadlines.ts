/** How much time an order has left, in words. Pure: the moment is an argument. */
import type { Messages } from "../../i18n/messages";
import type { Language } from "../../protocol/codes";
import type { LocalDate, OrderPause, WorkOrder } from "../../protocol/documents";
import { localDate } from "../../protocol/instants";
import type { Tone } from "../../ui/badge";
import { addDays, weekdaysBetween } from "./weekdays";
import { durationWords, shortDay, timeOf } from "./when";

/** `day`: the date itself, where the text does not say it already. */
export type DeadlineWords = { readonly text: string; readonly day: string | null; readonly tone: Tone };

type Order = Pick<WorkOrder, "urgency" | "start_by" | "started_at" | "due_on" | "paused">;

/**
 * An urgent order is told by the minute it must be started; any other by the weekdays left. Red is for what is late
 * or urgent, amber for what is due today or tomorrow.
 */
export function deadlineWords(order: Order, now: Date, today: LocalDate, language: Language, t: Messages, hasEvesOff = true): DeadlineWords {
  if (order.paused && standsStill(order.paused, order, today)) {
    return { text: t.pauses.stands, day: order.due_on && shortDay(order.due_on, language), tone: "plain" };
  }
  if (order.urgency === "urgent" && order.start_by !== null && order.started_at === null) {
    return startWords(order.start_by, now, t);
  }
  if (order.due_on === null) {
    return order.urgency === "urgent" ? { text: t.codes.urgency.urgent, day: null, tone: "urgent" } : { text: t.deadline.none, day: null, tone: "plain" };
  }
  return dueWords(order.due_on, today, language, t, hasEvesOff);
}

/** Whether this reason for waiting is the resident's doing, so that the deadline waits too. */
export function stopsTheClock(reason: OrderPause["reason"]): boolean {
  return reason !== "waiting_for_part";
}

/** Until the agreed day, if there is one; what was late when it began to wait stays late. */
function standsStill({ reason, until, at }: OrderPause, { due_on, start_by }: Order, today: LocalDate): boolean {
  const wasInTime = (due_on === null || localDate(new Date(at)) <= due_on) && (start_by === null || Date.parse(at) <= Date.parse(start_by));
  return stopsTheClock(reason) && wasInTime && (until === null || today < until);
}

function startWords(startBy: string, now: Date, t: Messages): DeadlineWords {
  const minutes = (Date.parse(startBy) - now.getTime()) / 60_000;
  const text = minutes < 0 ? t.today.start_late(durationWords(-minutes, t)) : t.today.start_by(timeOf(startBy));
  return { text, day: null, tone: "urgent" };
}

function dueWords(dueOn: LocalDate, today: LocalDate, language: Language, t: Messages, hasEvesOff: boolean): DeadlineWords {
  const day = shortDay(dueOn, language);
  if (dueOn < today) {
    return { text: t.deadline.late(weekdaysBetween(dueOn, today, hasEvesOff)), day, tone: "urgent" };
  }
  if (dueOn === today) {
    return { text: t.deadline.today, day: null, tone: "waiting" };
  }
  if (dueOn === addDays(today, 1)) {
    return { text: t.deadline.tomorrow, day, tone: "waiting" };
  }
  return { text: t.deadline.left(weekdaysBetween(today, dueOn, hasEvesOff)), day, tone: "plain" };
}
