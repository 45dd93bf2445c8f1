/** What an operation does to a work order. */
import type { WorkOrder } from "../documents";
import type { DocumentId } from "../identified";
import type { Operation } from "../operations";
import { closedNotes, leaveVisitNote } from "./residents";
import { at, payloadOf } from "./values";
import type { Author } from "./values";

/** The order that a defect becomes. */
export function createOrder(operation: Operation, author: Author): WorkOrder {
  const payload = payloadOf(operation, "work_order.create");
  return {
    id: operation.target as DocumentId<"work_order">,
    type: "work_order",
    number: null,
    property: payload.property,
    building: payload.building ?? null,
    space: payload.space ?? null,
    place: payload.place ?? "",
    category: payload.category,
    trade: null,
    urgency: payload.urgency,
    description: payload.description,
    state: "new",
    reported_at: at(operation),
    reported_by: author.person,
    reporter: "worker",
    due_on: null,
    start_by: null,
    assigned_to: null,
    organisation: null,
    entry: "not_needed",
    started_at: null,
    completed_at: null,
    completed_by: null,
    result: null,
    minutes: null,
    result_text: null,
    comments: [],
    visit_notes: [],
    paused: null,
    found_on: payload.found_on ?? null,
    merged_into: null,
  };
}

/** The order after the operation. */
export function applyToOrder(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  switch (operation.kind) {
    case "work_order.start":
      return start(order, operation, author);
    case "work_order.pause":
      return pause(order, operation, author);
    case "work_order.resume":
      return goingOn(order);
    case "work_order.complete":
      return complete(order, operation, author);
    case "work_order.comment":
      return comment(order, operation, author);
    case "work_order.visit_note":
      return leaveVisitNote(order, operation, author, isOpen(order));
    default:
      return order;
  }
}

/** Whether there is still something to do: by the states named, so that one of a newer server's is left alone. */
export function isOpen({ state }: WorkOrder): boolean {
  return state === "new" || state === "assigned" || state === "started" || state === "returned";
}

function start(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  if (!isOpen(order) || order.state === "started") {
    return isOpen(order) ? goingOn(order) : order;
  }
  return { ...goingOn(order), state: "started", started_at: at(operation), assigned_to: order.assigned_to ?? author.person };
}

function pause(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  if (!isOpen(order) || order.paused?.id === operation.id) {
    return order;
  }
  const { reason, until, text } = payloadOf(operation, "work_order.pause");
  return { ...order, paused: { id: operation.id, at: at(operation), by: author.person, reason, until: until ?? null, text: text ?? null } };
}

/** The order waits no more; as it is where it did not, as in a copy from before there were pauses. */
function goingOn(order: WorkOrder): WorkOrder {
  return order.paused ? { ...order, paused: null } : order;
}

function complete(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  if (!isOpen(order)) {
    return order;
  }
  const payload = payloadOf(operation, "work_order.complete");
  const completed_at = at(operation);
  return {
    ...goingOn(order),
    state: "done",
    completed_at,
    completed_by: author.person,
    result: payload.result,
    minutes: payload.minutes ?? null,
    result_text: payload.text ?? null,
    started_at: order.started_at ?? completed_at,
    assigned_to: order.assigned_to ?? author.person,
    ...closedNotes(order),
  };
}

function comment(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  if (order.comments.some((existing) => existing.id === operation.id)) {
    return order;
  }
  const { text } = payloadOf(operation, "work_order.comment");
  return { ...order, comments: [...order.comments, { id: operation.id, by: author.person, at: at(operation), text }] };
}
