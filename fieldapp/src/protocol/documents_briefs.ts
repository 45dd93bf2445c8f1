/** What devices see of briefs: the special features of a building, its codes, and what somebody has confirmed to have read. */
import type { BriefTopic } from "./codes";
import type { DocumentId, Identified, Instant, LocalDate } from "./identified";

export interface BriefItem {
  readonly id: string;
  readonly topic: BriefTopic;
  readonly text: string;
  readonly language: string;
  /** Absent from a server of an older build. */
  readonly valid_from?: LocalDate | null;
  readonly valid_to: LocalDate | null;
}

export interface Brief extends Identified<"brief"> {
  readonly building: DocumentId<"building">;
  readonly items: readonly BriefItem[];
  /** Door or alarm codes are there too: they come before the work. */
  readonly has_codes?: boolean;
}

export interface BriefCodes extends Identified<"brief_codes"> {
  readonly building: DocumentId<"building">;
  readonly items: readonly BriefItem[];
}

export interface BriefConfirmation extends Identified<"brief_confirmation"> {
  readonly building: DocumentId<"building">;
  readonly items: readonly string[];
  readonly by: DocumentId<"person">;
  readonly at: Instant;
}
