/** What a worker does in a round, each with the words that say it is saved and the way to take it back. */
import type { SkipReason } from "../../protocol/codes";
import type { Round, Visit } from "../../protocol/documents";
import { localInstant } from "../../protocol/instants";
import { record } from "../../state/record";
import { save } from "../shell/saving";
import { findSpace } from "../words/places";
import { timeOf } from "../words/when";
import { words } from "../words/words";

export function startRound(round: Round): void {
  void save(() => record("round.start", round.id, {}), words.value.round.said_started);
}

export type TickDetails = { readonly minutes: number | null; readonly text: string };

/** Ticks a visit as done now; the row says the same time at once. */
export function tick(round: Round, visit: Visit, { minutes, text }: TickDetails = { minutes: null, text: "" }): Promise<boolean> {
  const payload = {
    visit: visit.id,
    ...(minutes === null ? {} : { minutes }),
    ...(text.trim() === "" ? {} : { text: text.trim() }),
  };
  const said = words.value.round.said_ticked(nameOf(visit), timeOf(localInstant(new Date())));
  return save(() => record("round.tick", round.id, payload), said, () => untick(round, visit));
}

/** Takes a tick or skip back: the visit is open again. */
export function untick(round: Round, visit: Visit): void {
  void save(() => record("round.untick", round.id, { visit: visit.id }), words.value.round.said_undone);
}

export function skip(round: Round, visit: Visit, reason: SkipReason, text = ""): Promise<boolean> {
  const payload = { visit: visit.id, reason, ...(text.trim() === "" ? {} : { text: text.trim() }) };
  return save(() => record("round.skip", round.id, payload), words.value.round.said_skipped(nameOf(visit)), () => untick(round, visit));
}

/** Ends the round; with a reason the visits that are still open are skipped first. */
export function finish(round: Round, reason: SkipReason | null, note: string): Promise<boolean> {
  const write = async () => {
    if (reason !== null) {
      for (const visit of round.visits.filter((candidate) => candidate.state === "open")) {
        await record("round.skip", round.id, { visit: visit.id, reason });
      }
    }
    await record("round.finish", round.id, note.trim() === "" ? {} : { note: note.trim() });
  };
  return save(write, words.value.round.said_finished);
}

function nameOf(visit: Visit): string {
  return findSpace(visit.space)?.name ?? words.value.round.unknown_space;
}
