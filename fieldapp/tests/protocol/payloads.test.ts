import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/protocol/operations";
import { applyOperation } from "../../src/protocol/overlay";
import { isValid } from "../../src/protocol/payloads";
import { AINO, ORDER, orderBody, personOf, ROUND } from "../samples";

const of = (kind: string, payload: unknown): Operation => ({
  id: "0193b0c0-0000-7000-8000-000000000001",
  sequence: 1,
  kind,
  kind_version: kind === "round.finish" ? 2 : 1,
  target: kind.startsWith("round") ? ROUND : ORDER,
  base_revision: null,
  recorded_at: "2026-04-01T08:00:00.000+03:00",
  clock: null,
  payload: payload as Operation["payload"],
  seen: {},
});

const CREATE = { property: "property:1", category: "lock", urgency: "minor", description: "Jumissa" };
const USE = { product: "product:1", amount: 20, unit: "ml", property: "property:1" };

describe("a payload", () => {
  it.each<[string, object]>([
    ["round.start", {}],
    ["round.tick", { visit: "a", minutes: 1_440, text: null, mood: "fine" }],
    ["round.skip", { visit: "a", reason: "other", text: "Koira" }],
    ["round.finish", { note: "" }],
    ["work_order.comment", { text: "🧹".repeat(2_000) }],
    ["work_order.complete", { result: "fixed" }],
    ["work_order.create", CREATE],
    ["product_use.record", { ...USE, amount: 0.5 }],
    ["work_order.pause", { reason: "another_time", until: "2028-02-29", text: "" }],
    ["work_order.pause", { reason: "no_entry", until: null }],
    ["work_order.create", { ...CREATE, found_on: "round:1" }],
    ["brief.confirm", { building: "building:1", items: [] }],
    ["brief.confirm", { building: "building:1", items: ["a", "b"] }],
  ])("of %s is valid: %j", (kind, payload) => {
    expect(isValid(of(kind, payload))).toBe(true);
  });

  it.each<[string, object]>([
    ["brief.confirm", { building: "building:1" }],
    ["brief.confirm", { building: "building:1", items: "a" }],
    ["brief.confirm", { building: "building:1", items: [7] }],
    ["brief.confirm", { building: "building:1", items: Array(201).fill("a") }],
    ["round.tick", {}],
    ["round.tick", { visit: 7 }],
    ["round.tick", { visit: "a", minutes: 1_441 }],
    ["round.tick", { visit: "a", minutes: 1.5 }],
    ["round.skip", { visit: "a", reason: "bored" }],
    ["round.skip", { visit: "a", reason: "other", text: " " }],
    ["round.finish", { note: 1 }],
    ["work_order.comment", { text: "  " }],
    ["work_order.comment", { text: "x".repeat(2_001) }],
    ["work_order.comment", { text: "half \ud83e" }],
    ["work_order.comment", { text: "\0" }],
    ["work_order.complete", {}],
    ["work_order.pause", {}],
    ["work_order.pause", { reason: "lunch" }],
    ["work_order.pause", { reason: "no_entry", until: "2026-02-29" }],
    ["work_order.pause", { reason: "no_entry", until: "2026-13-01" }],
    ["work_order.pause", { reason: "no_entry", until: "1.4.2026" }],
    ["work_order.create", { ...CREATE, place: "x".repeat(201) }],
    ["work_order.create", { ...CREATE, description: "" }],
    ["product_use.record", { ...USE, amount: 0 }],
    ["product_use.record", { ...USE, amount: "20" }],
    ["product_use.record", { ...USE, unit: "l" }],
    ["product_use.record", { ...USE, reason: "other" }],
  ])("of %s is invalid: %j", (kind, payload) => {
    expect(isValid(of(kind, payload))).toBe(false);
  });
});

it.each([[{ text: "  " }], [[[[]]]], [null], ["text"]])("has no effect on show when it is %j", (payload) => {
  const order = { ...orderBody(), id: ORDER };

  expect(applyOperation(order, of("work_order.comment", payload), { person: personOf(AINO), organisation: null })).toBe(order);
});
