/** What a worker does with an order, each with the words that say it is saved. */
import type { OrderResult, PauseReason } from "../../protocol/codes";
import type { WorkOrder } from "../../protocol/documents";
import { record } from "../../state/record";
import { isOpen } from "../../state/worklist";
import { save } from "../shell/saving";
import { words } from "../words/words";

export function canStart(order: WorkOrder): boolean {
  return isOpen(order) && order.state !== "started";
}

/** A cancelled order can still be reported as done: the work is on record then, and a supervisor sees it. */
export function canComplete(order: WorkOrder): boolean {
  return isOpen(order) || order.state === "cancelled";
}

export function startOrder(order: WorkOrder): void {
  void save(() => record("work_order.start", order.id, {}), words.value.order.said_started);
}

/** What waits goes on without being started anew; what was never started goes on by starting it. */
export function canResume(order: WorkOrder): boolean {
  return isOpen(order) && Boolean(order.paused) && !canStart(order);
}

export function canPause(order: WorkOrder): boolean {
  return isOpen(order) && !order.paused;
}

export type PauseDraft = { readonly reason: PauseReason; readonly until: string; readonly text: string };

export function pauseOrder(order: WorkOrder, { reason, until, text }: PauseDraft): Promise<boolean> {
  const payload = { reason, ...(until === "" ? {} : { until }), ...(text.trim() === "" ? {} : { text: text.trim() }) };
  return save(() => record("work_order.pause", order.id, payload), words.value.pauses.said_paused);
}

export function resumeOrder(order: WorkOrder): void {
  void save(() => record("work_order.resume", order.id, {}), words.value.pauses.said_resumed);
}

export type Outcome = { readonly result: OrderResult; readonly minutes: number | null; readonly text: string };

export function completeOrder(order: WorkOrder, { result, minutes, text }: Outcome): Promise<boolean> {
  const payload = {
    result,
    ...(minutes === null ? {} : { minutes }),
    ...(text.trim() === "" ? {} : { text: text.trim() }),
  };
  return save(() => record("work_order.complete", order.id, payload), words.value.order.said_completed);
}

export function commentOrder(order: WorkOrder, text: string): Promise<boolean> {
  return save(() => record("work_order.comment", order.id, { text: text.trim() }), words.value.order.said_comment);
}
