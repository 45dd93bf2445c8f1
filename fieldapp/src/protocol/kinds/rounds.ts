/** What can be recorded of rounds and their visits, in which version, and which payloads are valid (docs/operations.md). */
import { SKIP_REASONS } from "../codes";
import type { SkipReason } from "../codes";
import { id, minutes, oneOf, optional, text } from "../payload_checks";
import type { FieldsOf } from "../payload_checks";

export interface RoundKinds {
  "round.start": { target: "round"; payload: Record<string, never>; seen: { state: string } };
  "round.tick": { target: "round"; payload: { visit: string; minutes?: number; text?: string }; seen: { state: string } };
  "round.untick": { target: "round"; payload: { visit: string }; seen: { state: string } };
  "round.skip": { target: "round"; payload: { visit: string; reason: SkipReason; text?: string }; seen: { state: string } };
  "round.finish": { target: "round"; payload: { note?: string }; seen: { state: string } };
}

export const ROUND_VERSIONS: Readonly<Record<keyof RoundKinds, number>> = {
  "round.start": 1,
  "round.tick": 1,
  "round.untick": 1,
  "round.skip": 1,
  "round.finish": 2,
};

export const ROUND_FIELDS: FieldsOf<RoundKinds> = {
  "round.start": {},
  "round.tick": { visit: id, minutes: optional(minutes), text: optional(text) },
  "round.untick": { visit: id },
  "round.skip": { visit: id, reason: oneOf(SKIP_REASONS), text: optional(text) },
  "round.finish": { note: optional(text) },
};
