/** What follows from duty's documents on the phone: whose shift it is, which alerts press. Pure. */
import type { DocumentId, DutyAlert, DutyRoster, DutyShift, Instant, RosterShift } from "../protocol/documents";
import { utcInstant } from "../protocol/instants";
import type { OperationKind } from "../protocol/operations";
import type { EntryState, OutboxEntry } from "./types";

/** `target`: an alert, or the order that one is about. `at` as documents write it. */
export interface Acknowledgement {
  readonly target: string;
  readonly at: Instant;
  readonly state: EntryState;
}

const ACKNOWLEDGING: ReadonlySet<string> = new Set<OperationKind>(["duty.acknowledge", "work_order.start", "work_order.complete"]);

type Person = DocumentId<"person">;
type Span = { readonly begins_at: Instant; readonly ends_at: Instant };

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How long an alert that has ended stays in sight. */
const ENDED_FOR_MS = DAY_MS;
/** How far ahead a shift is worth a line among the day's work. */
const SOON_MS = 3 * DAY_MS;

/** Whether a span holds a moment; its end is no longer of it. */
export function holdsNow({ begins_at, ends_at }: Span, now: Date): boolean {
  return Date.parse(begins_at) <= now.getTime() && now.getTime() < Date.parse(ends_at);
}

/** The person's shifts that are not over, the next one first. */
export function shiftsAhead(shifts: readonly DutyShift[], me: Person, now: Date): readonly DutyShift[] {
  return shifts
    .filter((shift) => shift.person === me && Date.parse(shift.ends_at) > now.getTime())
    .sort((a, b) => byInstant(a.begins_at, b.begins_at) || a.place - b.place || compare(a.id, b.id));
}

/** The shift that is on or begins within days; undefined when duty is far. */
export function shiftSoon(ahead: readonly DutyShift[], now: Date): DutyShift | undefined {
  return ahead.find((shift) => Date.parse(shift.begins_at) <= now.getTime() + SOON_MS);
}

/** Who is on duty in an area, in the order of the chain. */
export function onDuty(roster: DutyRoster, now: Date): readonly RosterShift[] {
  return roster.shifts.filter((shift) => holdsNow(shift, now)).sort((a, b) => a.place - b.place || compare(a.id, b.id));
}

/** What acknowledges on this phone, and how far each has come. */
export function acknowledgements(entries: readonly OutboxEntry[]): readonly Acknowledgement[] {
  return entries
    .filter(({ operation }) => ACKNOWLEDGING.has(operation.kind))
    .map(({ operation, state }) => ({ target: operation.target, at: utcInstant(operation.recorded_at), state }));
}

/** How far that has come which acknowledged an alert on this phone; undefined when something else did. */
export function ownAcknowledgement(alert: DutyAlert, own: readonly Acknowledgement[]): EntryState | undefined {
  const isOfAlert = ({ target, at }: Acknowledgement) => at === alert.acknowledged_at && (target === alert.id || target === alert.order);
  return own.find(isOfAlert)?.state;
}

/** Whether the server may not know of the acknowledgement: nothing has answered for it. */
export function isUnsettled(state: EntryState | undefined): boolean {
  return state === "saved" || state === "sent" || state === "set_aside";
}

/** The alerts that press, oldest first: the open ones, and those whose acknowledgement is still on this phone only. */
export function pressingAlerts(alerts: readonly DutyAlert[], own: readonly Acknowledgement[]): readonly DutyAlert[] {
  return alerts
    .filter((alert) => alert.state === "open" || (alert.state === "acknowledged" && isUnsettled(ownAcknowledgement(alert, own))))
    .sort((a, b) => byInstant(a.raised_at, b.raised_at) || compare(a.id, b.id));
}

/** The alerts of the last day that need nothing more, newest first. */
export function endedAlerts(
  alerts: readonly DutyAlert[],
  own: readonly Acknowledgement[],
  now: Date,
): readonly DutyAlert[] {
  const since = now.getTime() - ENDED_FOR_MS;
  return alerts
    .filter((alert) => alert.state !== "open" && !isUnsettled(ownAcknowledgement(alert, own)))
    .filter((alert) => Date.parse(alert.acknowledged_at ?? alert.raised_at) >= since)
    .sort((a, b) => byInstant(b.raised_at, a.raised_at) || compare(a.id, b.id));
}

/** A name from the rosters, for persons whose own document is not on this phone. */
export function rosterName(rosters: readonly DutyRoster[], person: Person): string | undefined {
  const known = rosters.flatMap(({ shifts, supervisors }) => [...shifts, ...supervisors]);
  return known.find((each) => each.person === person)?.name;
}

function byInstant(a: Instant, b: Instant): number {
  return Date.parse(a) - Date.parse(b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
