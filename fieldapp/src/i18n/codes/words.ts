/** The codes of docs/documents.md and docs/protocol.md that people read: a code without a word does not compile. */
import type {
  BriefTopic,
  Category,
  EcoLabel,
  EcoReason,
  Language,
  OrderResult,
  PauseReason,
  Purpose,
  Role,
  SkipReason,
  SpaceKind,
  Task,
  Urgency,
} from "../../protocol/codes";
import type { Product, Round, WorkOrder } from "../../protocol/documents";

export const HAZARDS = ["GHS01", "GHS02", "GHS03", "GHS04", "GHS05", "GHS06", "GHS07", "GHS08", "GHS09"] as const;
export type Hazard = (typeof HAZARDS)[number];

export const FLAGS = [
  "already_done",
  "reassigned",
  "done_after_cancellation",
  "outside_scope",
  "clock_skew",
  "round_finished",
  "not_own_tick",
  "withdrawn",
  "merged",
  "eco_reason_missing",
  "eco_answer_differs",
  "eco_product_unstocked",
  "imported",
] as const;
export type Flag = (typeof FLAGS)[number];

export const QUARANTINE_REASONS = [
  "malformed_operation",
  "unknown_kind",
  "unknown_kind_version",
  "invalid_payload",
  "unknown_target",
  "target_exists",
  "id_reused",
  "apply_failed",
  "access_ended",
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

export interface CodeWords {
  readonly role: Readonly<Record<Role, string>>;
  readonly language: Readonly<Record<Language, string>>;
  readonly space_kind: Readonly<Record<SpaceKind, string>>;
  readonly brief_topic: Readonly<Record<BriefTopic, string>>;
  readonly task: Readonly<Record<Task, string>>;
  readonly skip_reason: Readonly<Record<SkipReason, string>>;
  readonly category: Readonly<Record<Category, string>>;
  readonly urgency: Readonly<Record<Urgency, string>>;
  readonly order_result: Readonly<Record<OrderResult, string>>;
  readonly pause_reason: Readonly<Record<PauseReason, string>>;
  readonly order_state: Readonly<Record<WorkOrder["state"], string>>;
  readonly round_state: Readonly<Record<Round["state"], string>>;
  readonly work: Readonly<Record<Round["work"], string>>;
  readonly entry: Readonly<Record<WorkOrder["entry"], string>>;
  readonly reporter: Readonly<Record<WorkOrder["reporter"], string>>;
  readonly purpose: Readonly<Record<Purpose, string>>;
  readonly eco_label: Readonly<Record<EcoLabel, string>>;
  readonly eco_reason: Readonly<Record<EcoReason, string>>;
  readonly signal_word: Readonly<Record<NonNullable<Product["signal_word"]>, string>>;
  readonly hazard: Readonly<Record<Hazard, string>>;
  readonly flag: Readonly<Record<Flag, string>>;
  readonly quarantine: Readonly<Record<QuarantineReason, string>>;
}

/** The word of a code; the code itself when a newer server knows one that this build does not. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}
