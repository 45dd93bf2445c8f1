/** What a worker can record: the kinds of docs/operations.md with their payloads, and the envelope around them. */
import type { Category, EcoReason, OrderResult, SkipReason, Urgency } from "./codes";
import type { DocumentId, Instant } from "./documents";

/** One entry a kind: the type of its target, its payload, and what the worker was looking at. */
export interface OperationKinds {
  "round.start": { target: "round"; payload: Record<string, never>; seen: { state: string } };
  "round.tick": { target: "round"; payload: { visit: string; minutes?: number; text?: string }; seen: { state: string } };
  "round.untick": { target: "round"; payload: { visit: string }; seen: { state: string } };
  "round.skip": { target: "round"; payload: { visit: string; reason: SkipReason; text?: string }; seen: { state: string } };
  "round.finish": { target: "round"; payload: { note?: string }; seen: { state: string } };
  "work_order.start": { target: "work_order"; payload: Record<string, never>; seen: { state: string } };
  "work_order.complete": {
    target: "work_order";
    payload: { result: OrderResult; minutes?: number; text?: string };
    seen: { state: string };
  };
  "work_order.comment": { target: "work_order"; payload: { text: string }; seen: { state: string } };
  "work_order.create": {
    target: "work_order";
    payload: {
      property: DocumentId<"property">;
      building?: DocumentId<"building">;
      space?: string;
      place?: string;
      category: Category;
      urgency: Urgency;
      description: string;
    };
    seen: Record<string, never>;
  };
  "product_use.record": {
    target: "product_use";
    payload: {
      product: DocumentId<"product">;
      amount: number;
      unit: "ml" | "g";
      property: DocumentId<"property">;
      building?: DocumentId<"building">;
      round?: DocumentId<"round">;
      order?: DocumentId<"work_order">;
      reason?: EcoReason;
      text?: string;
    };
    seen: { is_eco_labelled: boolean; alternatives: readonly DocumentId<"product">[] };
  };
  "product_use.void": { target: "product_use"; payload: { text?: string }; seen: Record<string, unknown> };
}

export type OperationKind = keyof OperationKinds;
export type Payload<K extends OperationKind> = OperationKinds[K]["payload"];
export type Seen<K extends OperationKind> = OperationKinds[K]["seen"];
export type Target<K extends OperationKind> = DocumentId<OperationKinds[K]["target"]>;

/** The version in which each kind is recorded today; older ones are brought up to it (`upcasters.ts`). */
export const KIND_VERSIONS: Readonly<Record<OperationKind, number>> = {
  "round.start": 1,
  "round.tick": 1,
  "round.untick": 1,
  "round.skip": 1,
  "round.finish": 2,
  "work_order.start": 1,
  "work_order.complete": 1,
  "work_order.comment": 1,
  "work_order.create": 1,
  "product_use.record": 1,
  "product_use.void": 1,
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
