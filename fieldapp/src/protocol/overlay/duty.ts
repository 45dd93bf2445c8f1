/** What an operation does to an alert. */
import type { DutyAlert } from "../documents";
import type { Operation } from "../operations";
import { at } from "./values";
import type { Author } from "./values";

/** The alert after the operation: whoever begins or completes its order has acknowledged it, too. */
export function applyToAlert(alert: DutyAlert, operation: Operation, author: Author): DutyAlert {
  return alert.state === "open" && isAcknowledgement(alert, operation)
    ? { ...alert, state: "acknowledged", next_at: null, acknowledged_by: author.person, acknowledged_at: at(operation) }
    : alert;
}

function isAcknowledgement(alert: DutyAlert, { kind, target }: Operation): boolean {
  return kind === "duty.acknowledge" || ((kind === "work_order.start" || kind === "work_order.complete") && target === alert.order);
}
