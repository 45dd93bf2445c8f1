/** What a worker does with an order, each with the words that say it is saved. */
import type { OrderResult } from "../../protocol/codes";
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
