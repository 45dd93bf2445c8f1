/** What devices see of courtyards: records with their corrections, checks that are due, and call-outs. */
import type { CourtyardKind, FormValues } from "./courtyard/forms";
import type { DocumentId, Identified, Instant, LocalDate } from "./identified";

export interface CourtyardCorrection {
  readonly id: string;
  readonly by: DocumentId<"person">;
  readonly at: Instant;
  readonly form_version: number;
  readonly fields: FormValues;
  readonly text: string;
}

export interface CourtyardRecord extends Identified<"courtyard_record"> {
  readonly record_kind: CourtyardKind;
  readonly form_version: number;
  readonly property: DocumentId<"property">;
  readonly building: DocumentId<"building"> | null;
  readonly space: string | null;
  readonly by: DocumentId<"person">;
  readonly at: Instant;
  readonly started_at: Instant;
  readonly ended_at: Instant;
  /** As they were recorded; the newest correction says what holds. */
  readonly fields: FormValues;
  readonly text: string | null;
  /** Oldest first. */
  readonly corrections: readonly CourtyardCorrection[];
}

export type CheckLevel = "visual" | "operational" | "annual" | "inspection";
export type CheckInterval = "weekly" | "quarterly" | "yearly";

/** A space whose checks make themselves due again. */
export interface CourtyardCheck extends Identified<"courtyard_check"> {
  readonly property: DocumentId<"property">;
  readonly building: DocumentId<"building">;
  readonly space: string;
  readonly record_kind: CourtyardKind;
  readonly checks: readonly {
    readonly level: CheckLevel;
    readonly interval: CheckInterval;
    readonly last_on: LocalDate | null;
    /** Null: never done, so it is due. */
    readonly due_on: LocalDate | null;
  }[];
}

/** A supervisor calls for gritting or snow clearing in a district. */
export interface CallOut extends Identified<"call_out"> {
  readonly record_kind: CourtyardKind;
  readonly district: string;
  readonly text: string | null;
  readonly made_by: DocumentId<"person">;
  readonly made_at: Instant;
  readonly ended_at: Instant | null;
  readonly answers: readonly { readonly property: DocumentId<"property">; readonly at: Instant; readonly by: DocumentId<"person"> }[];
}
