import type { Round } from "../../protocol/documents";

/** The norm minutes of the visits that are still open. */
export function minutesLeft(round: Round): number {
  return round.visits.reduce((sum, visit) => sum + (visit.state === "open" ? (visit.norm_minutes ?? 0) : 0), 0);
}
