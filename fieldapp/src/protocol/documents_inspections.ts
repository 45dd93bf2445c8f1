/** What devices see of quality inspections: the spaces that were drawn, with the levels they were given. */
import type { InspectedObject, Soil } from "./codes";
import type { DocumentId, Identified, Instant, LocalDate } from "./identified";

/** Which soil on which objects: why a space got its level. */
export interface Finding {
  readonly soil: Soil;
  readonly object: InspectedObject;
}

export interface InspectedSpace {
  /** The space's id, and its name as the register has it. */
  readonly space: string;
  readonly name: string;
  /** The level to be reached. */
  readonly required: number;
  /** 0 (worst) to 5 (best); null while it has none, as are the rest. */
  readonly level: number | null;
  readonly findings: readonly Finding[];
  readonly text: string | null;
  readonly at: Instant | null;
  readonly by: DocumentId<"person"> | null;
  readonly passed: boolean | null;
}

export interface Inspection extends Identified<"inspection"> {
  readonly property: DocumentId<"property">;
  readonly building: DocumentId<"building">;
  readonly work: "maintenance_cleaning" | "basic_wash";
  /** Whose work it is; the phone may not hold the organisation, so its name stands here. */
  readonly organisation: DocumentId<"organisation">;
  readonly organisation_name: string;
  readonly on: LocalDate;
  readonly inspector: DocumentId<"person">;
  readonly state: "open" | "finished";
  readonly finished_at: Instant | null;
  readonly finished_by: DocumentId<"person"> | null;
  readonly note: string | null;
  /** In walking order. */
  readonly spaces: readonly InspectedSpace[];
}
