import { describe, expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { AnyDocument, DocumentBody, ProductUse, Return, Round, WorkOrder } from "../../src/protocol/documents";
import { isOpen, myOrders, myRounds, openOrders, openReturns, progress, recentProducts, unassignedRounds } from "../../src/state/worklist";
import { AINO, orderBody, personOf, PRODUCT, PROPERTY, roundBody, VEIKKO } from "../samples";

const ME = personOf(AINO);
const TODAY = "2026-04-01";

const round = (key: string, changes: Partial<Round> = {}, visits: readonly string[] = ["a"]): Round => ({
  ...(roundBody(visits) as unknown as Round),
  id: documentId("round", key),
  ...changes,
});
const order = (key: string, changes: Partial<WorkOrder> = {}): WorkOrder => ({
  ...(orderBody() as unknown as WorkOrder),
  id: documentId("work_order", key),
  ...changes,
});
const keys = (documents: readonly AnyDocument[]): string => documents.map(({ id }) => id.split(":")[1]).join(" ");

describe("rounds", () => {
  it("of mine and of the day: running, planned, finished, by place", () => {
    const rounds = [
      round("finished", { state: "finished" }),
      round("z"),
      round("a"),
      round("running", { state: "running" }),
      round("yesterday", { on: "2026-03-31" }),
      round("colleague", { person: personOf(VEIKKO) }),
      round("unassigned", { person: null }),
    ];
    const places: Readonly<Record<string, string>> = { "round:a": "Äyritie 2", "round:z": "Aarretie 1" };

    expect(keys(myRounds(rounds, ME, TODAY, ({ id }) => places[id] ?? ""))).toBe("running z a finished");
    expect(keys(myRounds(rounds, ME, TODAY))).toBe("running a z finished");
    expect(keys(unassignedRounds(rounds, TODAY))).toBe("unassigned");
  });

  it("know how far they are", () => {
    const [open] = round("1").visits;
    const visits = (["done", "done", "skipped", "open"] as const).map((state) => Object.assign({}, open, { state }));
    expect(progress(round("1", { visits }))).toEqual({ done: 2, skipped: 1, open: 1, total: 4 });
    expect(progress(round("1", {}, []))).toEqual({ done: 0, skipped: 0, open: 0, total: 0 });
  });
});

describe("orders", () => {
  it("of mine come by urgency, then deadline, then age; unknown deadlines last", () => {
    const mine = { assigned_to: ME };
    const orders = [
      order("no_deadline", { ...mine, due_on: null }),
      order("due_9", { ...mine, due_on: "2026-04-09" }),
      order("due_8_new", { ...mine, due_on: "2026-04-08", reported_at: "2026-04-01T09:00:00.000Z" }),
      order("due_8_old", { ...mine, due_on: "2026-04-08", reported_at: "2026-04-01T08:00:00.000Z" }),
      order("urgent_late", { ...mine, urgency: "urgent", start_by: "2026-04-01T10:00:00.000Z" }),
      order("urgent_soon", { ...mine, urgency: "urgent", start_by: "2026-04-01T09:00:00.000Z", state: "started" }),
      order("done", { ...mine, state: "done" }),
      order("cancelled", { ...mine, state: "cancelled" }),
      order("colleague", { assigned_to: personOf(VEIKKO) }),
      order("nobody"),
    ];
    expect(keys(myOrders(orders, ME))).toBe("urgent_soon urgent_late due_8_old due_8_new due_9 no_deadline");
    expect(keys(openOrders(orders))).toBe("nobody");
  });

  it.each(["new", "assigned", "started", "returned"] as const)("are open when %s", (state) => {
    expect(isOpen(order("1", { state }))).toBe(true);
  });

  it.each(["done", "approved", "cancelled"] as const)("are not open when %s", (state) => {
    expect(isOpen(order("1", { state }))).toBe(false);
  });
});

const use = (key: string, product: string, at: string, changes: Partial<ProductUse> = {}): ProductUse => ({
  id: documentId("product_use", key),
  type: "product_use",
  product: documentId("product", product),
  amount: 100,
  unit: "ml",
  property: PROPERTY,
  building: null,
  round: null,
  order: null,
  by: ME,
  at,
  is_eco_labelled: true,
  reason: null,
  text: null,
  voided_at: null,
  ...changes,
});

describe("recentProducts", () => {
  const here = { property: PROPERTY, building: null };

  it("are the last uses here, each product once, without the void ones", () => {
    const uses = [
      use("1", "soap", "2026-03-01T08:00:00.000Z"),
      use("2", "soap", "2026-03-03T08:00:00.000Z"),
      use("3", "wax", "2026-03-02T08:00:00.000Z"),
      use("4", "acid", "2026-03-04T08:00:00.000Z", { voided_at: "2026-03-04T09:00:00.000Z" }),
      use("5", "grit", "2026-03-05T08:00:00.000Z", { building: documentId("building", "other") }),
    ];
    expect(keys(recentProducts(uses, here, 5))).toBe("2 3");
    expect(keys(recentProducts(uses, here, 1))).toBe("2");
  });
});

const returned = (kind: string, target: AnyDocument["id"], at = "2026-04-01T08:00:00.000Z"): Return => ({
  id: documentId("return", `${kind} ${at}`),
  type: "return",
  operation: "1",
  kind,
  target,
  visit: kind.startsWith("round") ? "a" : null,
  comment: "Lattia jäi pesemättä",
  by: personOf(VEIKKO),
  at,
});
const BEFORE = "2026-04-01T07:00:00.000Z";
const AFTER = "2026-04-01T09:00:00.000Z";

const visited = (at: string | null) => {
  const [visit] = round("1").visits;
  return round("1", { visits: [Object.assign({}, visit, { state: at ? "done" : "open", at })] });
};
const commented = (at: string) => order("1", { comments: [{ id: "c", by: ME, at, text: "Korjattu" }] });
const used = (voided_at: string | null) =>
  ({ ...({ type: "product_use", voided_at } as DocumentBody), id: documentId("product_use", "1"), product: PRODUCT }) as AnyDocument;

describe("openReturns", () => {
  it.each<[string, string, AnyDocument, boolean]>([
    ["a visit that is open", "round.tick", visited(null), true],
    ["a visit as a colleague had left it", "round.tick", visited(BEFORE), true],
    ["a visit recorded anew", "round.skip", visited(AFTER), false],
    ["a round that runs again", "round.finish", round("1", { state: "running" }), true],
    ["a round finished anew", "round.finish", round("1", { state: "finished", finished_at: AFTER }), false],
    ["an order not completed since", "work_order.complete", order("1", { completed_at: BEFORE }), true],
    ["an order completed anew", "work_order.complete", order("1", { completed_at: AFTER }), false],
    ["a report without an answer", "work_order.create", commented(BEFORE), true],
    ["a report with an answer", "work_order.create", commented(AFTER), false],
    ["a product use that stands", "product_use.record", used(null), true],
    ["a product use that is void", "product_use.record", used(AFTER), false],
  ])("%s", (_, kind, target, is_open) => {
    expect(openReturns([returned(kind, target.id)], () => target)).toHaveLength(is_open ? 1 : 0);
  });

  it("stay when their target is not on the phone, oldest first", () => {
    const old = returned("round.tick", "round:1", BEFORE);
    const young = returned("round.tick", "round:1", AFTER);
    expect(openReturns([young, old], () => undefined)).toEqual([old, young]);
  });
});
