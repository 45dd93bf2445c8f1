/** What an operation does to an alert. */
import type { DutyAlert } from "../documents";
import type { Operation } from "../operations";
import { at } from "./values";
import type { Author } from "./values";

/** The alert after the operation. */
export function applyToAlert(alert: DutyAlert, operation: Operation, author: Author): DutyAlert {
  return operation.kind === "duty.acknowledge" && alert.state === "open"
    ? { ...alert, state: "acknowledged", next_at: null, acknowledged_by: author.person, acknowledged_at: at(operation) }
    : alert;
}
