import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newestForm } from "../../src/protocol/courtyard/forms";
import type { CourtyardKind, FormValues } from "../../src/protocol/courtyard/forms";
import type { Property } from "../../src/protocol/documents";
import type { CallOut, CourtyardCheck, CourtyardRecord } from "../../src/protocol/documents_courtyard";
import { dueChecks, instantsOf, lacksNestCheck, nextDue, openCallOuts, recalled, standing } from "../../src/state/courtyard";

const HOME = "property:1" as const;
const FAR = "property:2" as const;

function record(record_kind: CourtyardKind, fields: FormValues, changes: Partial<CourtyardRecord> = {}): CourtyardRecord {
  const at = "2026-05-04T09:00:00.000Z";
  return {
    id: "courtyard_record:1",
    type: "courtyard_record",
    record_kind,
    form_version: 1,
    property: HOME,
    building: null,
    space: null,
    by: "person:1",
    at,
    started_at: at,
    ended_at: at,
    fields,
    text: null,
    corrections: [],
    ...changes,
  };
}

const PLAYGROUND: CourtyardCheck = {
  id: "courtyard_check:s1",
  type: "courtyard_check",
  property: HOME,
  building: "building:1",
  space: "s1",
  record_kind: "playground",
  checks: [
    { level: "visual", interval: "weekly", last_on: "2026-04-20", due_on: "2026-04-27" },
    { level: "operational", interval: "quarterly", last_on: "2026-02-04", due_on: "2026-05-04" },
    { level: "annual", interval: "yearly", last_on: "2025-09-01", due_on: "2026-09-01" },
  ],
};

const levels = (records: readonly CourtyardRecord[], today: string) => dueChecks([PLAYGROUND], records, today).map(({ level }) => level);

describe("due checks", () => {
  it("name the heaviest that is due, which counts as the lighter ones", () => {
    expect(levels([], "2026-04-26")).toEqual([]);
    expect(levels([], "2026-04-27")).toEqual(["visual"]);
    expect(levels([], "2026-05-04")).toEqual(["operational"]);
  });

  it("move on with what was recorded here and not sent yet, corrections included", () => {
    const visual = record("playground", { level: "visual" }, { space: "s1" });
    const correction = { id: "1", by: "person:1", at: "2026-05-04T10:00:00.000Z", form_version: 1, fields: { level: "operational" }, text: "" } as const;
    expect(levels([visual], "2026-05-04")).toEqual(["operational"]);
    expect(levels([{ ...visual, corrections: [correction] }], "2026-05-05")).toEqual([]);
    expect(levels([{ ...visual, space: "s2" }], "2026-04-28")).toEqual(["visual"]);
  });

  it("are due at once where nobody has ever been", () => {
    const never: CourtyardCheck = { ...PLAYGROUND, record_kind: "storm_drain", checks: [{ level: "inspection", interval: "quarterly", last_on: null, due_on: null }] };
    expect(dueChecks([never], [], "2026-05-04").map(({ due_on }) => due_on)).toEqual([null]);
    expect(dueChecks([never], [record("storm_drain", {}, { space: "s1" })], "2026-05-04")).toEqual([]);
  });

  it("are due again as at the server", () => {
    expect(nextDue("2026-04-01", "weekly")).toBe("2026-04-08");
    expect(nextDue("2026-08-31", "quarterly")).toBe("2026-11-30");
    expect(nextDue("2026-11-30", "quarterly")).toBe("2027-02-28");
    expect(nextDue("2028-02-29", "yearly")).toBe("2029-02-28");
    expect(nextDue("2026-12-31", "yearly")).toBe("2027-12-31");
  });

  it("are never due earlier after a later check", () => {
    const day = fc.date({ min: new Date("2000-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.constantFrom("weekly", "quarterly", "yearly"), (one, other, interval) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        expect(nextDue(first, interval) > first).toBe(true);
        expect(nextDue(first, interval) <= nextDue(second, interval)).toBe(true);
      }),
    );
  });
});

const property = (id: typeof HOME | typeof FAR, district = "703"): Property => ({
  id,
  type: "property",
  code: "",
  name: "",
  address: id,
  postal_code: "",
  district,
  building_manager: null,
});

describe("call-outs", () => {
  const call_out: CallOut = {
    id: "call_out:1",
    type: "call_out",
    record_kind: "snow_clearing",
    district: "703",
    text: null,
    made_by: "person:9",
    made_at: "2026-05-04T06:00:00.000Z",
    ended_at: null,
    answers: [],
  };
  const left = (records: readonly CourtyardRecord[], changes: Partial<CallOut> = {}) =>
    openCallOuts([{ ...call_out, ...changes }], [property(HOME), property(FAR), property("property:3" as typeof FAR, "704")], records).map((open) =>
      open.left.map(({ id }) => id),
    );

  it("tell where nobody has been, also by what was not sent yet", () => {
    expect(left([])).toEqual([[HOME, FAR]]);
    expect(left([record("snow_clearing", {})])).toEqual([[FAR]]);
    expect(left([record("gritting", {})])).toEqual([[HOME, FAR]]);
    expect(left([record("snow_clearing", {}, { ended_at: "2026-05-04T05:59:00.000Z" })])).toEqual([[HOME, FAR]]);
    expect(left([], { answers: [{ property: FAR, at: "2026-05-04T07:00:00.000Z", by: "person:2" }] })).toEqual([[HOME]]);
  });

  it("are gone when they are over or all is done", () => {
    expect(left([], { ended_at: "2026-05-04T07:00:00.000Z" })).toEqual([]);
    expect(left([record("snow_clearing", {}), record("snow_clearing", {}, { property: FAR })])).toEqual([]);
  });
});

describe("a nest check", () => {
  const check = record("nest_check", {});
  const day = "2026-05-04";

  it("is asked for in the nesting time, once a day and property", () => {
    const mowing = newestForm("mowing");
    expect(lacksNestCheck(mowing, {}, HOME, [], day)).toBe(true);
    expect(lacksNestCheck(mowing, {}, HOME, [check], day)).toBe(false);
    expect(lacksNestCheck(mowing, {}, FAR, [check], day)).toBe(true);
    expect(lacksNestCheck(mowing, {}, HOME, [check], "2026-05-05")).toBe(true);
    expect(lacksNestCheck(mowing, {}, HOME, [], "2026-03-31")).toBe(false);
    expect(lacksNestCheck(mowing, {}, HOME, [], "2026-08-01")).toBe(false);
  });

  it("is asked for where something is cut, and not where it is pulled up", () => {
    const species = newestForm("species");
    expect(lacksNestCheck(species, { method: "cut" }, HOME, [], day)).toBe(true);
    expect(lacksNestCheck(species, { method: "pulled" }, HOME, [], day)).toBe(false);
    expect(lacksNestCheck(newestForm("gritting"), {}, HOME, [], day)).toBe(false);
  });
});

it("proposes what was done here the last time, and nothing that changes every time", () => {
  const here = record("gritting", { method: "grit", grit_mm: 4, amount_kg: 80, trigger: "slippery" });
  const elsewhere = { ...here, property: FAR, at: "2026-05-04T10:00:00.000Z", fields: { method: "salt" } };
  expect(recalled("gritting", HOME, [elsewhere, here])).toEqual({ method: "grit", grit_mm: 4 });
  expect(recalled("gritting", "property:3", [here, elsewhere])).toEqual({ method: "salt" });
  expect(recalled("mowing", HOME, [here])).toEqual({});
});

it("says what holds by the newest correction", () => {
  const corrections = [1, 2].map((number) => ({ id: String(number), by: "person:1", at: "", form_version: 1, fields: { depth_cm: number }, text: "" }) as const);
  expect(standing(record("snow_clearing", { depth_cm: 9 }))).toEqual({ depth_cm: 9 });
  expect(standing(record("snow_clearing", { depth_cm: 9 }, { corrections }))).toEqual({ depth_cm: 2 });
});

it("finds the days of two times", () => {
  const now = new Date(2026, 4, 4, 1, 30);
  const hours = (started: string, ended: string) => {
    const { started_at, ended_at } = instantsOf(started, ended, now);
    return [started_at, ended_at].map((at) => `${at.getDate()} ${at.getHours()}`);
  };
  expect(hours("00:15", "01:00")).toEqual(["4 0", "4 1"]);
  expect(hours("22:00", "01:00")).toEqual(["3 22", "4 1"]);
  expect(hours("21:00", "23:00")).toEqual(["3 21", "3 23"]);
});
