/** What devices see of duty: own shifts, whom to call, alerts (docs/documents.md). */
import type { Names } from "./documents";
import type { DocumentId, Identified, Instant } from "./identified";

export interface RosterShift {
  readonly id: string;
  readonly person: DocumentId<"person">;
  readonly name: string;
  readonly phone: string | null;
  readonly begins_at: Instant;
  readonly ends_at: Instant;
  /** 1 is asked first, 2 next. */
  readonly place: number;
}

export interface RosterSupervisor {
  readonly person: DocumentId<"person">;
  readonly name: string;
  readonly phone: string | null;
}

/** Whom to call in an area. Its key is the area's code. */
export interface DutyRoster extends Identified<"duty_roster"> {
  readonly area: string;
  readonly area_names: Names;
  readonly acknowledge_minutes: number;
  /** From yesterday to the day after tomorrow, by beginning and place. */
  readonly shifts: readonly RosterShift[];
  /** By name. */
  readonly supervisors: readonly RosterSupervisor[];
}

/** A shift of one's own. */
export interface DutyShift extends Identified<"duty_shift"> {
  readonly person: DocumentId<"person">;
  readonly area: string;
  readonly area_names: Names;
  readonly begins_at: Instant;
  readonly ends_at: Instant;
  readonly place: number;
}

export interface AlertStep {
  readonly person: DocumentId<"person">;
  readonly at: Instant;
  readonly role: "duty" | "supervisor";
}

/** An urgent order that somebody has to acknowledge. */
export interface DutyAlert extends Identified<"duty_alert"> {
  readonly order: DocumentId<"work_order">;
  readonly area: string;
  readonly state: "open" | "acknowledged" | "closed";
  readonly raised_at: Instant;
  /** When the next person is asked; null: nobody more is. */
  readonly next_at: Instant | null;
  /** Whom it has asked, oldest first. */
  readonly steps: readonly AlertStep[];
  readonly acknowledged_by: DocumentId<"person"> | null;
  readonly acknowledged_at: Instant | null;
}
