import { describe, expect, it } from "vitest";
import type { Brief, BriefConfirmation, BriefItem } from "../../src/protocol/documents_briefs";
import { documentId } from "../../src/protocol/documents";
import { confirmationOf, isSubstitute, validItems } from "../../src/state/briefs";

const BUILDING = documentId("building", "b");
const ME = documentId("person", "me");
const item = (id: string, changes: Partial<BriefItem> = {}): BriefItem => ({ id, topic: "water", text: id, language: "fi", valid_to: null, ...changes });
const brief = (...items: BriefItem[]): Brief => ({ id: documentId("brief", "b"), type: "brief", building: BUILDING, items });
const read = (key: string, items: readonly string[], changes: Partial<BriefConfirmation> = {}): BriefConfirmation => ({
  id: documentId("brief_confirmation", key),
  type: "brief_confirmation",
  building: BUILDING,
  items,
  by: ME,
  at: "2026-04-01T05:00:00.000Z",
  ...changes,
});

describe("items", () => {
  it.each<[string, Partial<BriefItem>, boolean]>([
    ["without ends", {}, true],
    ["that begins today", { valid_from: "2026-04-01" }, true],
    ["that begins tomorrow", { valid_from: "2026-04-02" }, false],
    ["that ends today", { valid_to: "2026-04-01" }, true],
    ["that ended yesterday", { valid_to: "2026-03-31" }, false],
  ])("one %s", (_, ends, holds) => {
    expect(validItems(brief(item("a", ends)), "2026-04-01")).toHaveLength(holds ? 1 : 0);
  });

  it("come with hazards first", () => {
    const found = validItems(brief(item("a"), item("b", { topic: "hazard" })), "2026-04-01");
    expect(found.map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("are none without a brief", () => {
    expect(validItems(undefined, "2026-04-01")).toEqual([]);
  });
});

describe("a confirmation", () => {
  it("is the latest of one's own that covers every item", () => {
    const all = [
      read("old", ["a", "b"]),
      read("new", ["a", "b", "c"], { at: "2026-04-02T05:00:00.000Z" }),
      read("less", ["a"], { at: "2026-04-03T05:00:00.000Z" }),
      read("another's", ["a", "b"], { by: documentId("person", "other"), at: "2026-04-04T05:00:00.000Z" }),
      read("elsewhere", ["a", "b"], { building: documentId("building", "x"), at: "2026-04-05T05:00:00.000Z" }),
    ];
    expect(confirmationOf([item("a"), item("b")], BUILDING, all, ME)?.id).toBe("brief_confirmation:new");
    expect(confirmationOf([item("d")], BUILDING, all, ME)).toBeUndefined();
  });
});

it.each([
  [undefined, false],
  [null, true],
  [ME, false],
  [documentId("person", "other"), true],
])("of a plan of %s one is a substitute: %s", (regular, expected) => {
  expect(isSubstitute(regular === undefined ? {} : { regular }, ME)).toBe(expected);
});
