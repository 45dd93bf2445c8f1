import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INSPECTED_OBJECTS, SOILS } from "../../src/protocol/codes";
import type { Finding, Inspection, InspectedSpace } from "../../src/protocol/documents_inspections";
import { LEVELS } from "../../src/protocol/kinds/inspections";
import { isValid } from "../../src/protocol/payloads";
import type { Operation } from "../../src/protocol/operations";
import { finishedInspections, lacking, openInspections, standingOf, toggled } from "../../src/state/inspections";
import { vectors } from "../vectors";

const findings = fc.record({ soil: fc.constantFrom(...SOILS), object: fc.constantFrom(...INSPECTED_OBJECTS) });
const some = fc.uniqueArray(findings, { selector: ({ soil, object }) => `${soil} ${object}` });

function inspection(id: string, parts: Partial<Inspection>): Inspection {
  return { id: `inspection:${id}`, type: "inspection", state: "open", on: "2026-04-01", finished_at: null, spaces: [], ...parts } as unknown as Inspection;
}

function space(level: number | null, required = 3): InspectedSpace {
  return { space: "a", name: "A", required, level, passed: level === null ? null : level >= required } as InspectedSpace;
}

describe("a supervisor's inspections", () => {
  it("stand by their day while they are open, and the newest first when they are finished", () => {
    const all = [
      inspection("a", { on: "2026-04-03" }),
      inspection("b", { on: "2026-04-02" }),
      inspection("c", { state: "finished", finished_at: "2026-03-30T05:00:00.000Z" }),
      inspection("d", { state: "finished", finished_at: "2026-03-31T05:00:00.000Z" }),
    ];
    expect(openInspections(all).map(({ id }) => id)).toEqual(["inspection:b", "inspection:a"]);
    expect(finishedInspections(all).map(({ id }) => id)).toEqual(["inspection:d", "inspection:c"]);
  });

  it("tell how far each is", () => {
    expect(standingOf(inspection("a", { spaces: [space(0), space(3), space(null)] }))).toEqual({ graded: 2, failed: 1, all: 3 });
  });
});

describe("a grade", () => {
  it("lacks a level, or below what is required a reason, and nothing else", () => {
    const levels = fc.constantFrom(null, ...LEVELS);
    fc.assert(
      fc.property(levels, fc.constantFrom(...LEVELS), some, fc.constantFrom("", "  ", "Likaa"), (level, required, found, text) => {
        const missing = lacking({ level, findings: found, text }, required);
        const hasReason = found.length > 0 || text.trim() !== "";
        expect(missing).toBe(level === null ? "level" : level < required && !hasReason ? "findings" : null);
      }),
    );
  });

  it("gains and loses a finding by the same touch", () => {
    fc.assert(
      fc.property(some, findings, (found, touched) => {
        const has = (list: readonly Finding[]) => list.some(({ soil, object }) => soil === touched.soil && object === touched.object);
        const once = toggled(found, touched);
        expect(has(once)).toBe(!has(found));
        expect(has(toggled(once, touched))).toBe(has(found));
        expect(toggled(once, touched)).toHaveLength(found.length);
      }),
    );
  });
});

interface WireCase {
  readonly name: string;
  readonly given: { readonly what: string; readonly value: Operation };
  readonly expect: { readonly accepted: boolean; readonly code?: string; readonly fields?: readonly string[] };
}

// Ids are not looked into on the phone: it makes no others.
const cases = vectors<{ cases: readonly WireCase[] }>("wire").cases.filter(
  ({ given: { value }, expect: { code, fields } }) =>
    String((value as Partial<Operation> | null)?.kind).startsWith("inspection.") && code !== "malformed_operation" && !(fields?.length === 1 && fields[0] === "payload.space"),
);

it.each(cases)("the payload is valid here as it is on the server: $name", ({ given: { value }, expect: { accepted } }) => {
  expect(isValid(value)).toBe(accepted);
});
