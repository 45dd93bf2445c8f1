import { effect } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { DocumentBody, DocumentId } from "../../src/protocol/documents";
import type { Operation } from "../../src/protocol/operations";
import { ShownDocuments } from "../../src/state/shown_documents";
import type { Copy } from "../../src/store/held";
import { AINO, ORDER, orderBody, personOf, roundBody, ROUND } from "../samples";

const OTHER = documentId("round", "other");

const copies = (...entries: readonly (readonly [DocumentId, DocumentBody | null])[]) =>
  new Map<DocumentId, Copy | null>(entries.map(([id, body]) => [id, body && { r: 1, g: 0, document: { ...body, id } }]));

const tick = (id: string, target: DocumentId = ROUND, changes: Partial<Operation> = {}): Operation => ({
  id,
  sequence: 1,
  kind: "round.tick",
  kind_version: 1,
  target,
  base_revision: 1,
  recorded_at: "2026-04-01T08:00:00.000+03:00",
  clock: null,
  payload: { visit: "a" },
  seen: {},
  ...changes,
});

let shown: ShownDocuments;
const visit = (id: DocumentId<"round"> = ROUND) => shown.find(id)?.visits[0]?.state;

/** Counts how often the reader is told, after its first reading. */
function counted(read: () => unknown): { count: number } {
  const counter = { count: -1 };
  effect(() => {
    read();
    counter.count += 1;
  });
  return counter;
}

beforeEach(() => {
  shown = new ShownDocuments(() => personOf(AINO));
  shown.reset(copies([ROUND, roundBody(["a"])], [OTHER, roundBody(["a"])], [ORDER, orderBody()]), []);
});

const ALERT = documentId("duty_alert", "alert");
const alertBody = (changes: Partial<DocumentBody> = {}): DocumentBody => ({
  type: "duty_alert",
  order: ORDER,
  area: "7",
  state: "open",
  raised_at: "2026-04-01T04:50:00.000Z",
  next_at: "2026-04-01T05:05:00.000Z",
  steps: [],
  acknowledged_by: null,
  acknowledged_at: null,
  ...changes,
});
const start = (id: string, changes: Partial<Operation> = {}): Operation => tick(id, ORDER, { kind: "work_order.start", payload: {}, ...changes });

const state = () => shown.find(ALERT)?.state;

describe("what follows a document", () => {
  it("changes with the operations on it, in the order of recording", () => {
    shown.apply(copies([ALERT, alertBody()]), new Set());
    const told = counted(() => state());
    shown.add(start("2", { sequence: 2 }));
    expect(shown.find(ALERT)).toMatchObject({ state: "acknowledged", next_at: null, acknowledged_by: personOf(AINO), acknowledged_at: "2026-04-01T05:00:00.000Z" });
    expect(told.count).toBe(1);
    shown.add(tick("1", ALERT, { kind: "duty.acknowledge", payload: {}, sequence: 1, recorded_at: "2026-04-01T07:55:00.000+03:00" }));
    shown.apply(copies([ALERT, alertBody()]), new Set());
    expect(shown.find(ALERT)?.acknowledged_at).toBe("2026-04-01T04:55:00.000Z");
  });

  it("is shown so also when its copy comes later, and no more when the operation has gone", () => {
    shown.add(start("1"));
    shown.apply(copies([ALERT, alertBody()]), new Set());
    expect(state()).toBe("acknowledged");
    shown.apply(copies(), new Set(["1"]));
    expect(state()).toBe("open");
  });

  it("follows nothing once it has left, or is about another", () => {
    shown.reset(copies([ORDER, orderBody()], [ALERT, alertBody()]), [start("1")]);
    expect(state()).toBe("acknowledged");
    shown.apply(copies([ALERT, alertBody({ order: documentId("work_order", "other") })]), new Set());
    expect(state()).toBe("open");
    shown.apply(copies([ALERT, null]), new Set());
    shown.add(start("2", { sequence: 2 }));
    expect(state()).toBeUndefined();
  });
});

describe("the overlay on show", () => {
  it("is the operations replayed over the server's copies", () => {
    shown.add(tick("1"));
    expect(visit()).toBe("done");
    shown.apply(copies([ROUND, roundBody(["a"], { note: "Uusi" })]), new Set());
    expect(visit()).toBe("done");
    expect(shown.find(ROUND)?.note).toBe("Uusi");
  });

  it("ends with its operations", () => {
    shown.add(tick("1"));
    shown.apply(copies(), new Set(["1"]));
    expect(visit()).toBe("open");
  });

  it("shows what an operation creates, until the server says otherwise", () => {
    const target = documentId("work_order", "new");
    const payload = { property: "property:1", category: "lock", urgency: "minor", description: "Jumissa" };
    shown.add(tick("1", target, { kind: "work_order.create", payload }));
    expect(shown.find(target)?.description).toBe("Jumissa");
    shown.apply(copies(), new Set(["1"]));
    expect(shown.find(target)).toBeUndefined();
  });

  it("takes the same operation once", () => {
    const comment = tick("1", ORDER, { kind: "work_order.comment", payload: { text: "Hei" } });
    shown.add(comment);
    shown.add(comment);
    expect(shown.find(ORDER)?.comments).toHaveLength(1);
  });

  it("shows the document as it is when an operation makes no sense", () => {
    shown.add(tick("1", ROUND, { recorded_at: "yesterday" }));
    expect(visit()).toBe("open");
  });
});

describe("what this build can't read", () => {
  it("is not shown, and does not come back by an operation", () => {
    shown.apply(copies([ROUND, { type: "round" }]), new Set());
    shown.add(tick("1"));
    expect(shown.find(ROUND)).toBeUndefined();
    expect(shown.byType("round").value).toHaveLength(1);
  });
});

describe("signals", () => {
  it("tell the reader of one document of that document alone", () => {
    const round = counted(() => shown.find(ROUND));
    const other = counted(() => shown.find(OTHER));
    const missing = counted(() => shown.find(documentId("product", "none")));
    shown.add(tick("1"));
    expect([round.count, other.count, missing.count]).toEqual([1, 0, 0]);
  });

  it("tell the reader of a type of that type alone", () => {
    const rounds = counted(() => shown.byType("round").value);
    const orders = counted(() => shown.byType("work_order").value);
    shown.add(tick("1"));
    expect([rounds.count, orders.count]).toEqual([1, 0]);
    expect(shown.byType("round").value.map(({ id }) => id)).toEqual([ROUND, OTHER]);
  });

  it("tell once of a page, and not at all of one that changes nothing on show", () => {
    shown.add(tick("1"));
    const all = counted(() => shown.all.value);
    shown.apply(copies([OTHER, roundBody(["a", "b"])], [ORDER, null]), new Set(["1"]));
    expect(all.count).toBe(1);
    shown.apply(copies(), new Set(["unknown"]));
    expect(all.count).toBe(1);
  });

  it("bring a document that comes later", () => {
    const product = documentId("product", "1");
    const reader = counted(() => shown.find(product)?.name);
    shown.apply(copies([product, { type: "product", name: "Saippua", licences: [], hazards: [], h_statements: [], p_statements: [] }]), new Set());
    expect(reader.count).toBe(1);
    expect(shown.find(product)?.name).toBe("Saippua");
  });
});

it("costs what a tick touches, however many documents there are", () => {
  const many = Array.from({ length: 10_000 }, (_, key) => [documentId("round", String(key)), roundBody(["a"])] as const);
  shown.reset(copies(...many), []);
  let reads = 0;
  const watched = new Proxy(roundBody(["a"]), {
    get(target, field, receiver) {
      reads += 1;
      return Reflect.get(target, field, receiver) as unknown;
    },
  });
  shown.apply(new Map([[OTHER, { r: 2, g: 0, document: Object.assign(watched, { id: OTHER }) as never }]]), new Set());
  reads = 0;
  shown.add(tick("1", documentId("round", "77")));
  expect(visit(documentId("round", "77"))).toBe("done");
  expect(reads, "other documents are not looked at").toBe(0);
});
