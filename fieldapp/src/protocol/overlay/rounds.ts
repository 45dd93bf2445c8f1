/** What an operation does to a round and its visits. */
import type { Round, Visit } from "../documents";
import type { Operation } from "../operations";
import { at, payloadOf } from "./values";
import type { Author } from "./values";

/** The round after the operation. */
export function applyToRound(round: Round, operation: Operation, author: Author): Round {
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
