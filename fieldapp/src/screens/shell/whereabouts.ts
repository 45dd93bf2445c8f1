/** Where the worker is, as far as the screens can tell: it fills in the place of what is recorded next. */
import { computed, signal } from "@preact/signals";

import type { DocumentId, LocalDate, Round } from "../../protocol/documents";
import { byType } from "../../state/documents";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { myRounds } from "../../state/worklist";

export type Whereabouts = {
  readonly property: DocumentId<"property">;
  readonly building: DocumentId<"building"> | null;
  readonly space: string | null;
  readonly round: DocumentId<"round"> | null;
  readonly order: DocumentId<"work_order"> | null;
};

const visited = signal<{ readonly place: Whereabouts; readonly on: LocalDate } | null>(null);

/** The place last looked at today; else the worker's running or next round of the day; else nowhere. */
export const whereabouts = computed<Whereabouts | null>(() => {
  if (visited.value?.on === today.value) {
    return visited.value.place;
  }
  const person = session.value?.person.id;
  const round = person && myRounds(byType("round").value, person, today.value).find((candidate) => candidate.state !== "finished");
  return round ? placeOfRound(round) : null;
});

/** Remembers the place whose round or order is open on the screen. */
export function visit(place: Whereabouts): void {
  visited.value = { place, on: today.peek() };
}

export function placeOfRound(round: Round, space: string | null = null): Whereabouts {
  return { property: round.property, building: round.building, space, round: round.state === "finished" ? null : round.id, order: null };
}
