/**
 * What an operation does to the document it targets, as the device shows it before the server has answered.
 *
 * The table is docs/operations.md; tests/vectors/overlay.json holds this file and `sync/overlay.py` together. An
 * operation on a state it does not fit leaves the document as it is, so replaying one over a document that already
 * bears its effect changes nothing: the overlay may stay a moment too long without doing harm.
 */
import { isOfType } from "./documents";
import type { AnyDocument, DocumentId, ProductUse, Round, Visit, WorkOrder } from "./documents";
import { utcInstant } from "./instants";
import type { Operation, OperationKind, Payload } from "./operations";
import { isValid } from "./payloads";
import { upcast } from "./upcasters";

/** Who recorded the operation; the organisation is null until the person's own document has arrived. */
export interface Author {
  readonly person: DocumentId<"person">;
  readonly organisation: DocumentId<"organisation"> | null;
}

/**
 * The document after the operation; null when there is none and the operation creates none.
 *
 * A kind or a kind version that this build does not know leaves the document as it is, and so does an invalid payload.
 *
 * @throws RangeError when `recorded_at` is no instant.
 */
export function applyOperation(document: AnyDocument | null, recorded: Operation, author: Author): AnyDocument | null {
  const operation = upcast(recorded);
  if (operation === null || !isValid(operation)) {
    return document;
  }
  if (document === null) {
    return create(operation, author);
  }
  if (isOfType(document, "round")) {
    return applyToRound(document, operation, author);
  }
  if (isOfType(document, "work_order")) {
    return applyToOrder(document, operation, author);
  }
  if (isOfType(document, "product_use")) {
    return operation.kind === "product_use.void" ? { ...document, voided_at: document.voided_at ?? at(operation) } : document;
  }
  return document;
}

function create(operation: Operation, author: Author): AnyDocument | null {
  switch (operation.kind) {
    case "work_order.create":
      return createOrder(operation, author);
    case "product_use.record":
      return createProductUse(operation, author);
    default:
      return null;
  }
}

function createOrder(operation: Operation, author: Author): WorkOrder {
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
  };
}

function createProductUse(operation: Operation, author: Author): ProductUse {
  const payload = payloadOf(operation, "product_use.record");
  return {
    id: operation.target as DocumentId<"product_use">,
    type: "product_use",
    product: payload.product,
    amount: payload.amount,
    unit: payload.unit,
    property: payload.property,
    building: payload.building ?? null,
    round: payload.round ?? null,
    order: payload.order ?? null,
    by: author.person,
    at: at(operation),
    is_eco_labelled: operation.seen["is_eco_labelled"] === true,
    reason: payload.reason ?? null,
    text: payload.text ?? null,
    voided_at: null,
  };
}

function applyToRound(round: Round, operation: Operation, author: Author): Round {
  switch (operation.kind) {
    case "round.start":
      return started(round, operation, author);
    case "round.tick":
    case "round.skip":
      return recordVisit(round, operation, author);
    case "round.untick":
      return untick(round, operation, author);
    case "round.finish":
      return finish(round, operation, author);
    default:
      return round;
  }
}

function started(round: Round, operation: Operation, author: Author): Round {
  return round.state === "planned"
    ? { ...round, state: "running", started_at: at(operation), person: round.person ?? author.person }
    : round;
}

function recordVisit(round: Round, operation: Operation, author: Author): Round {
  const { visit: visit_id } = payloadOf(operation, "round.tick");
  const visit = round.visits.find((candidate) => candidate.id === visit_id);
  const change = visit && visitChange(visit, operation, author);
  return change ? started(withVisit(round, { ...visit, ...change }), operation, author) : round;
}

function visitChange(visit: Visit, operation: Operation, author: Author): Partial<Visit> | null {
  if (operation.kind === "round.tick" && visit.state !== "done") {
    const { minutes = null, text = null } = payloadOf(operation, "round.tick");
    return { state: "done", at: at(operation), by: author.person, minutes, text, reason: null, is_returned: false };
  }
  if (operation.kind === "round.skip" && visit.state === "open") {
    const { reason, text = null } = payloadOf(operation, "round.skip");
    return { state: "skipped", at: at(operation), by: author.person, reason, text };
  }
  return null;
}

function untick(round: Round, operation: Operation, author: Author): Round {
  const { visit: visit_id } = payloadOf(operation, "round.untick");
  const visit = round.visits.find((candidate) => candidate.id === visit_id);
  const is_recorded = visit?.state === "done" || visit?.state === "skipped";
  if (!is_recorded || visit.by !== author.person || round.state === "finished") {
    return round;
  }
  return withVisit(round, { ...visit, state: "open", at: null, by: null, minutes: null, reason: null, text: null });
}

function finish(round: Round, operation: Operation, author: Author): Round {
  if (round.state === "finished") {
    return round;
  }
  const finished_at = at(operation);
  return {
    ...round,
    state: "finished",
    finished_at,
    note: payloadOf(operation, "round.finish").note ?? null,
    started_at: round.started_at ?? finished_at,
    person: round.person ?? author.person,
  };
}

function withVisit(round: Round, visit: Visit): Round {
  return { ...round, visits: round.visits.map((other) => (other.id === visit.id ? visit : other)) };
}

function applyToOrder(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  switch (operation.kind) {
    case "work_order.start":
      return order.state !== "started" && isOpen(order)
        ? { ...order, state: "started", started_at: at(operation), assigned_to: order.assigned_to ?? author.person }
        : order;
    case "work_order.complete":
      return complete(order, operation, author);
    case "work_order.comment":
      return comment(order, operation, author);
    default:
      return order;
  }
}

/** Whether there is still something to do: by the states named, so that one of a newer server's is left alone. */
export function isOpen({ state }: WorkOrder): boolean {
  return state === "new" || state === "assigned" || state === "started" || state === "returned";
}

function complete(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  if (!isOpen(order)) {
    return order;
  }
  const payload = payloadOf(operation, "work_order.complete");
  const completed_at = at(operation);
  return {
    ...order,
    state: "done",
    completed_at,
    completed_by: author.person,
    result: payload.result,
    minutes: payload.minutes ?? null,
    result_text: payload.text ?? null,
    started_at: order.started_at ?? completed_at,
    assigned_to: order.assigned_to ?? author.person,
  };
}

function comment(order: WorkOrder, operation: Operation, author: Author): WorkOrder {
  if (order.comments.some((existing) => existing.id === operation.id)) {
    return order;
  }
  const { text } = payloadOf(operation, "work_order.comment");
  return { ...order, comments: [...order.comments, { id: operation.id, by: author.person, at: at(operation), text }] };
}

// Operations are made by `record`, whose signature ties the payload to the kind.
function payloadOf<K extends OperationKind>(operation: Operation, _kind: K): Payload<K> {
  return operation.payload;
}

function at(operation: Operation): string {
  return utcInstant(operation.recorded_at);
}
