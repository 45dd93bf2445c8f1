/** What a worker can record: the kinds of docs/operations.md with their payloads, and the envelope around them. */
import type { DocumentId, Instant } from "./identified";
import { BRIEF_VERSIONS } from "./kinds/briefs";
import type { BriefKinds } from "./kinds/briefs";
import { COURTYARD_VERSIONS } from "./kinds/courtyard";
import type { CourtyardKinds } from "./kinds/courtyard";
import { DUTY_VERSIONS } from "./kinds/duty";
import type { DutyKinds } from "./kinds/duty";
import { INSPECTION_VERSIONS } from "./kinds/inspections";
import type { InspectionKinds } from "./kinds/inspections";
import { PRODUCT_VERSIONS } from "./kinds/products";
import type { ProductKinds } from "./kinds/products";
import { RESIDENT_VERSIONS } from "./kinds/residents";
import type { ResidentKinds } from "./kinds/residents";
import { ROUND_VERSIONS } from "./kinds/rounds";
import type { RoundKinds } from "./kinds/rounds";
import { WORK_ORDER_VERSIONS } from "./kinds/work_orders";
import type { WorkOrderKinds } from "./kinds/work_orders";

/** One entry a kind: the type of its target, its payload, and what the worker was looking at. */
export interface OperationKinds extends RoundKinds, WorkOrderKinds, ProductKinds, DutyKinds, ResidentKinds, BriefKinds, CourtyardKinds, InspectionKinds {}

export type OperationKind = keyof OperationKinds;
export type Payload<K extends OperationKind> = OperationKinds[K]["payload"];
export type Seen<K extends OperationKind> = OperationKinds[K]["seen"];
export type Target<K extends OperationKind> = DocumentId<OperationKinds[K]["target"]>;

/** The version in which each kind is recorded today; older ones are brought up to it (`upcasters.ts`). */
export const KIND_VERSIONS: Readonly<Record<OperationKind, number>> = {
  ...ROUND_VERSIONS,
  ...WORK_ORDER_VERSIONS,
  ...PRODUCT_VERSIONS,
  ...DUTY_VERSIONS,
  ...RESIDENT_VERSIONS,
  ...BRIEF_VERSIONS,
  ...COURTYARD_VERSIONS,
  ...INSPECTION_VERSIONS,
};

/** The last server time this device knew, and the milliseconds since. */
export interface Clock {
  readonly server_time: Instant;
  readonly elapsed_ms: number;
}

/** An operation as it is stored and sent: immutable from the moment it is recorded. */
export interface Operation {
  readonly id: string;
  readonly sequence: number;
  readonly kind: string;
  readonly kind_version: number;
  readonly target: DocumentId;
  readonly base_revision: number | null;
  readonly recorded_at: Instant;
  readonly clock: Clock | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly seen: Readonly<Record<string, unknown>>;
}
