// What a device shows of an operation before the server's word has come: the document as it will probably be.

import { formatInstant } from "./instants.mjs";
import { readOperation } from "./operations.mjs";
import { Unreadable } from "./schema.mjs";

const started = (round, at, author) =>
  round.state !== "planned" ? round
    : { ...round, state: "running", started_at: at, person: round.person ?? author };

/** The round with one visit changed, or the round itself when there is no such visit or it does not fit. */
function withVisit(round, id, fits, change) {
  const visit = round.visits.find((each) => each.id === id);
  if (!visit || !fits(visit)) return round;
  return { ...round, visits: round.visits.map((each) => (each === visit ? { ...each, ...change } : each)) };
}

const record = (round, { visit, ...fields }, fits, at, author) => {
  const changed = withVisit(round, visit, fits, { at, by: author, text: null, ...fields });
  return changed === round ? round : started(changed, at, author);
};

const OPEN = ["new", "assigned", "started", "returned"];

/** What an order waited for is there; a copy from before there were pauses stays without. */
const goingOn = (order) => (order.paused ? { ...order, paused: null } : order);

const EFFECTS = {
  "round.start": (round, { at, author }) => started(round, at, author),
  "round.tick": (round, { at, author, payload }) =>
    record(round, { minutes: null, ...payload, state: "done", reason: null, is_returned: false },
      (visit) => visit.state === "open" || visit.state === "skipped", at, author),
  "round.untick": (round, { author, payload }) =>
    round.state === "finished" ? round
      : withVisit(round, payload.visit,
        (visit) => ["done", "skipped"].includes(visit.state) && visit.by === author,
        { state: "open", at: null, by: null, minutes: null, reason: null, text: null }),
  "round.skip": (round, { at, author, payload }) =>
    record(round, { ...payload, state: "skipped" }, (visit) => visit.state === "open", at, author),
  "round.finish": (round, { at, author, payload }) =>
    !["planned", "running"].includes(round.state) ? round
      : {
        ...round, state: "finished", finished_at: at, note: payload.note ?? null,
        started_at: round.started_at ?? at, person: round.person ?? author,
      },
  "work_order.start": (order, { at, author }) =>
    !OPEN.includes(order.state) ? order
      : order.state === "started" ? goingOn(order)
        : { ...goingOn(order), state: "started", started_at: at, assigned_to: order.assigned_to ?? author },
  "work_order.pause": (order, { id, at, author, payload }) =>
    !OPEN.includes(order.state) || order.paused?.id === id ? order
      : { ...order, paused: { id, at, by: author, until: null, text: null, ...payload } },
  "work_order.resume": goingOn,
  "work_order.complete": (order, { at, author, payload }) =>
    !OPEN.includes(order.state) ? order
      : {
        ...goingOn(order), state: "done", completed_at: at, completed_by: author, result: payload.result,
        minutes: payload.minutes ?? null, result_text: payload.text ?? null,
        started_at: order.started_at ?? at, assigned_to: order.assigned_to ?? author,
        ...(order.visit_notes && { visit_notes: order.visit_notes.map((each) => ({ ...each, text: null })) }),
      },
  "work_order.comment": (order, { id, at, author, payload }) =>
    order.comments.some((comment) => comment.id === id) ? order
      : { ...order, comments: [...order.comments, { id, by: author, at, text: payload.text }] },
  "inspection.grade": (inspection, { at, author, payload: { space: id, level, findings = [], text = null } }) => ({
    ...inspection,
    spaces: inspection.spaces.map((space) => (space.space !== id ? space
      : { ...space, level, findings, text, at, by: author, passed: level >= space.required })),
  }),
  "inspection.finish": (inspection, { at, author, payload }) =>
    inspection.state === "finished" ? inspection
      : { ...inspection, state: "finished", finished_at: at, finished_by: author, note: payload.note ?? null },
  "product_use.void": (use, { at }) => (use.voided_at !== null ? use : { ...use, voided_at: at }),
};

const NEW = {
  "work_order.create": ({ at, author, payload }) => ({
    type: "work_order", number: null, building: null, space: null, place: "", ...payload, trade: null,
    state: "new", reported_at: at, reported_by: author, reporter: "worker", due_on: null, start_by: null,
    assigned_to: null, organisation: null, entry: "not_needed", started_at: null, completed_at: null,
    completed_by: null, result: null, minutes: null, result_text: null, comments: [], visit_notes: [], paused: null,
    found_on: payload.found_on ?? null, merged_into: null,
  }),
  "product_use.record": ({ at, author, payload, seen }) => ({
    type: "product_use", building: null, round: null, order: null, reason: null, text: null, ...payload,
    by: author, at, is_eco_labelled: seen.is_eco_labelled === true, voided_at: null,
  }),
};

/** Ids of the documents that operations on the target change, too: an alert follows its order. */
export const followers = (documents, target) =>
  Object.keys(documents).filter((id) => documents[id].type === "duty_alert" && documents[id].order === target);

/** Whoever begins or completes an order has acknowledged the alert about it. */
const followed = (alert, { kind, at, author }) =>
  alert.state !== "open" || !["work_order.start", "work_order.complete"].includes(kind) ? alert
    : { ...alert, state: "acknowledged", next_at: null, acknowledged_by: author, acknowledged_at: at };

/** The document after the operation, the target's or a follower's; `author` is the document id of a person. */
export function overlay(document, value, author) {
  let operation;
  try {
    operation = readOperation(value);
  } catch (error) {
    if (error instanceof Unreadable) return document;
    throw error;
  }
  const act = { ...operation, at: formatInstant(operation.recorded_at), author };
  if (document === null) return NEW[act.kind]?.(act) ?? null;
  if (document.type === "duty_alert" && document.order === act.target) return followed(document, act);
  return EFFECTS[act.kind]?.(document, act) ?? document;
}
