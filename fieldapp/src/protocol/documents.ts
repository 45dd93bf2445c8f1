/**
 * What devices see: one interface a document type of docs/documents.md.
 *
 * `id` is not part of a document's JSON: it comes with the line that brings the document, and the device keeps it
 * with the copy. Fields this build does not know stay in the object as they came.
 */
import type {
  Category,
  EcoLabel,
  EcoReason,
  OrderResult,
  PauseReason,
  Purpose,
  Role,
  SkipReason,
  SpaceKind,
  Task,
  Urgency,
  VisitNoteReason,
} from "./codes";
import type { DutyAlert, DutyRoster, DutyShift } from "./documents_duty";
import type { CallOut, CourtyardCheck, CourtyardRecord } from "./documents_courtyard";
import type { Inspection } from "./documents_inspections";
import type { Brief, BriefCodes, BriefConfirmation } from "./documents_briefs";
import type { DocumentId, Identified, Instant, LocalDate } from "./identified";

export type { AlertStep, DutyAlert, DutyRoster, DutyShift, RosterShift, RosterSupervisor } from "./documents_duty";
export type { DocumentId, Identified, Instant, LocalDate } from "./identified";

export interface Names {
  readonly fi: string;
  readonly sv: string;
  readonly en: string;
}

export interface District extends Identified<"district"> {
  readonly code: string;
  readonly names: Names;
  readonly area: string;
  readonly area_names: Names;
  /** Whether weekdays are counted here with Midsummer Eve and Christmas Eve as days off; so they are where it is absent. */
  readonly has_eves_off?: boolean;
}

export interface Organisation extends Identified<"organisation"> {
  readonly name: string;
  readonly kind: "landlord" | "service_company";
}

export interface Person extends Identified<"person"> {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly phone: string | null;
  readonly organisation: DocumentId<"organisation">;
}

export interface Property extends Identified<"property"> {
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly postal_code: string;
  readonly district: string;
  readonly building_manager: DocumentId<"person"> | null;
}

export interface Space {
  readonly id: string;
  readonly kind: SpaceKind;
  readonly name: string;
  readonly floor: string | number | null;
  readonly area_m2: number | null;
  readonly norm_minutes: number | null;
}

export interface Building extends Identified<"building"> {
  readonly property: DocumentId<"property">;
  readonly permanent_id: string;
  readonly name: string;
  readonly address: string;
  readonly cleaning_provider: DocumentId<"organisation">;
  /** In walking order. */
  readonly spaces: readonly Space[];
}

export interface Visit {
  readonly id: string;
  readonly space: string;
  readonly tasks: readonly Task[];
  readonly norm_minutes: number | null;
  readonly state: "open" | "done" | "skipped";
  readonly at: Instant | null;
  readonly by: DocumentId<"person"> | null;
  readonly minutes: number | null;
  readonly reason: SkipReason | null;
  readonly text: string | null;
  readonly is_returned: boolean;
  /** The day on which the space was skipped, or done so that it did not pass an inspection. Absent from a server of an older build. */
  readonly carried_from?: LocalDate | null;
}

export interface Round extends Identified<"round"> {
  readonly property: DocumentId<"property">;
  /** Null for a yard. */
  readonly building: DocumentId<"building"> | null;
  readonly on: LocalDate;
  readonly work: "maintenance_cleaning" | "basic_wash" | "yard_care";
  readonly plan: string | null;
  readonly organisation: DocumentId<"organisation">;
  readonly person: DocumentId<"person"> | null;
  readonly state: "planned" | "running" | "finished";
  readonly started_at: Instant | null;
  readonly finished_at: Instant | null;
  readonly note: string | null;
  /** Whose plan it is. Absent from a server of an older build, as is the next. */
  readonly regular?: DocumentId<"person"> | null;
  /** It came by a cover that ends on this day. */
  readonly cover_until?: LocalDate | null;
  /** In walking order. */
  readonly visits: readonly Visit[];
}

export interface OrderComment {
  readonly id: string;
  readonly by: DocumentId<"person">;
  readonly at: Instant;
  readonly text: string;
}

/** Nobody got in, and a note was left. */
export interface VisitNote {
  readonly id: string;
  readonly by: DocumentId<"person">;
  readonly at: Instant;
  readonly reason: VisitNoteReason;
  /** Null once the order is closed: it may say something of the resident. */
  readonly text: string | null;
}

export interface WorkOrder extends Identified<"work_order"> {
  /** `T-2041`; null until the server has given one. */
  readonly number: string | null;
  readonly property: DocumentId<"property">;
  readonly building: DocumentId<"building"> | null;
  readonly space: string | null;
  readonly place: string;
  readonly category: Category;
  readonly trade: "caretaking" | "cleaning" | null;
  readonly urgency: Urgency;
  readonly description: string;
  readonly state: "new" | "assigned" | "started" | "done" | "approved" | "returned" | "cancelled" | "merged";
  readonly reported_at: Instant;
  readonly reported_by: DocumentId<"person"> | null;
  readonly reporter: "resident" | "worker" | "supervisor";
  readonly due_on: LocalDate | null;
  /** Urgent orders only. */
  readonly start_by: Instant | null;
  readonly assigned_to: DocumentId<"person"> | null;
  readonly organisation: DocumentId<"organisation"> | null;
  readonly entry: "not_needed" | "master_key" | "at_home" | "by_appointment";
  readonly started_at: Instant | null;
  readonly completed_at: Instant | null;
  readonly completed_by: DocumentId<"person"> | null;
  readonly result: OrderResult | null;
  readonly minutes: number | null;
  readonly result_text: string | null;
  /** Oldest first. */
  readonly comments: readonly OrderComment[];
  /** Oldest first; absent in a copy from before there were any. */
  readonly visit_notes?: readonly VisitNote[];
  /** What it waits for; null when it does not. Absent in a copy of an older server, as the next two. */
  readonly paused?: OrderPause | null;
  /** The round, order or other record on which it was found. */
  readonly found_on?: DocumentId<DocumentType> | null;
  /** Of a duplicate: the order that lives on. */
  readonly merged_into?: DocumentId<"work_order"> | null;
}

export interface OrderPause {
  readonly id: string;
  readonly at: Instant;
  readonly by: DocumentId<"person">;
  readonly reason: PauseReason;
  readonly until: LocalDate | null;
  readonly text: string | null;
}

export interface OrderContact extends Identified<"order_contact"> {
  readonly order: DocumentId<"work_order">;
  readonly name: string;
  readonly phone: string;
  readonly apartment: string | null;
  readonly pets: string | boolean | null;
  readonly alarm: string | boolean | null;
  /** Absent in a copy of an older server. */
  readonly preferred_time?: string | null;
}

export interface Licence {
  readonly label: EcoLabel;
  readonly licence: string;
  readonly valid_from: LocalDate;
  readonly valid_until: LocalDate | null;
}

export interface Product extends Identified<"product"> {
  readonly name: string;
  readonly manufacturer: string;
  readonly purpose: Purpose;
  readonly unit: "ml" | "g";
  readonly gtin: string | null;
  readonly licences: readonly Licence[];
  readonly hazards: readonly string[];
  readonly signal_word: "warning" | "danger" | null;
  readonly h_statements: readonly string[];
  readonly p_statements: readonly string[];
  readonly dosing: { readonly amount: number; readonly per_litres: number } | null;
  readonly sds_revised_on: LocalDate | null;
}

export interface Stock extends Identified<"stock"> {
  readonly organisation: DocumentId<"organisation">;
  readonly products: readonly DocumentId<"product">[];
}

export interface ProductUse extends Identified<"product_use"> {
  readonly product: DocumentId<"product">;
  readonly amount: number;
  readonly unit: "ml" | "g";
  readonly property: DocumentId<"property">;
  readonly building: DocumentId<"building"> | null;
  readonly round: DocumentId<"round"> | null;
  readonly order: DocumentId<"work_order"> | null;
  readonly by: DocumentId<"person">;
  readonly at: Instant;
  readonly is_eco_labelled: boolean;
  readonly reason: EcoReason | null;
  readonly text: string | null;
  readonly voided_at: Instant | null;
}

/** A supervisor sent an entry back. */
export interface Return extends Identified<"return"> {
  readonly operation: string;
  readonly kind: string;
  readonly target: DocumentId;
  readonly visit: string | null;
  readonly comment: string;
  readonly by: DocumentId<"person">;
  readonly at: Instant;
}

/** What a supervisor made of an entry that the server could not apply. */
export interface Decision extends Identified<"decision"> {
  readonly operation: string;
  readonly outcome: "applied" | "dismissed";
  readonly comment: string | null;
  readonly by: DocumentId<"person"> | null;
  readonly at: Instant;
}

export interface DocumentTypes {
  readonly district: District;
  readonly organisation: Organisation;
  readonly person: Person;
  readonly property: Property;
  readonly building: Building;
  readonly brief: Brief;
  readonly brief_codes: BriefCodes;
  readonly brief_confirmation: BriefConfirmation;
  readonly round: Round;
  readonly work_order: WorkOrder;
  readonly order_contact: OrderContact;
  readonly product: Product;
  readonly stock: Stock;
  readonly product_use: ProductUse;
  readonly courtyard_record: CourtyardRecord;
  readonly courtyard_check: CourtyardCheck;
  readonly call_out: CallOut;
  readonly inspection: Inspection;
  readonly duty_roster: DutyRoster;
  readonly duty_shift: DutyShift;
  readonly duty_alert: DutyAlert;
  readonly return: Return;
  readonly decision: Decision;
}
export type DocumentType = keyof DocumentTypes;
export type KnownDocument = DocumentTypes[DocumentType];

/** A type of a newer server: kept as it came, shown nowhere. */
export interface UnknownDocument {
  readonly id: DocumentId;
  readonly type: string;
}
export type AnyDocument = KnownDocument | UnknownDocument;

/** A document's JSON as it came; `type` is all that is expected of it. */
export type DocumentBody = Readonly<Record<string, unknown>> & { readonly type: string };

/** The id of the document of this type and key. */
export function documentId<K extends DocumentType>(type: K, key: string): DocumentId<K> {
  return `${type}:${key}`;
}

/** The key of an id: what follows its first colon. */
export function keyOf(id: DocumentId): string {
  return id.slice(id.indexOf(":") + 1);
}

/** The type of an id: what precedes its first colon; the whole text when there is none. */
export function typeOf(id: string): string {
  const colon = id.indexOf(":");
  return colon < 0 ? id : id.slice(0, colon);
}

/** Whether the document is of this type: narrows `AnyDocument`, which a comparison of `type` cannot. */
export function isOfType<K extends DocumentType>(document: AnyDocument | null | undefined, type: K): document is DocumentTypes[K] {
  return document?.type === type;
}
