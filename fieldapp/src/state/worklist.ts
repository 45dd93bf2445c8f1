/** What a worker has to do, and in which order: pure functions over documents. */
import { isOfType } from "../protocol/documents";
import { isOpen } from "../protocol/overlay";
import type {
  AnyDocument,
  DocumentId,
  LocalDate,
  ProductUse,
  Return,
  Round,
  WorkOrder,
} from "../protocol/documents";

export { isOpen };

/** Counts of a round's visits. */
export interface Progress {
  readonly done: number;
  readonly skipped: number;
  readonly open: number;
  readonly total: number;
}

type Person = DocumentId<"person">;

/** The person's rounds of a day: running, planned, finished; `placeOf` orders those of one state, then their ids. */
export function myRounds(
  rounds: readonly Round[],
  me: Person,
  on: LocalDate,
  placeOf: (round: Round) => string = () => "",
): readonly Round[] {
  return inOrder(
    rounds.filter((round) => round.person === me && round.on === on),
    placeOf,
  );
}

/** The unassigned rounds of a day: starting one makes it the worker's. */
export function unassignedRounds(
  rounds: readonly Round[],
  on: LocalDate,
  placeOf: (round: Round) => string = () => "",
): readonly Round[] {
  return inOrder(
    rounds.filter((round) => round.person === null && round.on === on && round.state !== "finished"),
    placeOf,
  );
}

/** How far a round has come. */
export function progress(round: Round): Progress {
  const count = { done: 0, skipped: 0, open: 0 };
  for (const visit of round.visits) {
    count[visit.state] += 1;
  }
  return { ...count, total: round.visits.length };
}

/** The person's open orders: urgent ones by when they must be started, then the others by the day they are due. */
export function myOrders(orders: readonly WorkOrder[], me: Person): readonly WorkOrder[] {
  return orders.filter((order) => order.assigned_to === me && isOpen(order)).sort(byUrgency);
}

/** The district's open orders that nobody has been given, in the same order. */
export function openOrders(orders: readonly WorkOrder[]): readonly WorkOrder[] {
  return orders.filter((order) => order.assigned_to === null && isOpen(order)).sort(byUrgency);
}

/** The products last used in a building (or yard: null, with its property), newest first, each once. */
export function recentProducts(
  uses: readonly ProductUse[],
  place: { readonly property: DocumentId<"property">; readonly building: DocumentId<"building"> | null },
  limit: number,
): readonly ProductUse[] {
  const newest = uses
    .filter((use) => use.voided_at === null && use.property === place.property && use.building === place.building)
    .sort((a, b) => compare(b.at, a.at) || compare(b.id, a.id));
  const seen = new Set<string>();
  return newest.filter((use) => !seen.has(use.product) && seen.add(use.product)).slice(0, limit);
}

/**
 * What a supervisor sent back and the worker has not answered yet, oldest first.
 *
 * The server takes an answered return away; this is for the time until then. A visit is answered by recording it anew,
 * a round by finishing it anew, an order by completing it anew, a defect report by a comment, a product use by voiding it. A return of anything else,
 * or of something that is no longer on the phone, stays as long as the server leaves it.
 */
export function openReturns(
  returns: readonly Return[],
  find: (id: DocumentId) => AnyDocument | undefined,
): readonly Return[] {
  return returns.filter((entry) => !isAnswered(entry, find(entry.target))).sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

const ROUND_RANK = { running: 0, planned: 1, finished: 2 } as const;

function inOrder(rounds: readonly Round[], placeOf: (round: Round) => string): readonly Round[] {
  return [...rounds].sort(
    (a, b) =>
      ROUND_RANK[a.state] - ROUND_RANK[b.state] || placeOf(a).localeCompare(placeOf(b), "fi") || compare(a.id, b.id),
  );
}

// A missing deadline (an order this phone made a moment ago) comes after every known one.
const LAST = "9999";

function byUrgency(a: WorkOrder, b: WorkOrder): number {
  return (
    Number(b.urgency === "urgent") - Number(a.urgency === "urgent") ||
    compare(deadline(a), deadline(b)) ||
    compare(a.reported_at, b.reported_at) ||
    compare(a.id, b.id)
  );
}

function deadline(order: WorkOrder): string {
  return (order.urgency === "urgent" ? order.start_by : order.due_on) ?? LAST;
}

function isAnswered(entry: Return, target: AnyDocument | undefined): boolean {
  const isLater = (at: string | null | undefined): boolean => typeof at === "string" && at > entry.at;
  if (isOfType(target, "round")) {
    if (entry.kind === "round.finish") {
      return isLater(target.finished_at);
    }
    return isLater(target.visits.find(({ id }) => id === entry.visit)?.at);
  }
  if (isOfType(target, "work_order")) {
    return entry.kind === "work_order.create"
      ? target.comments.some(({ at }) => isLater(at))
      : isLater(target.completed_at);
  }
  return isOfType(target, "product_use") && target.voided_at !== null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
