// The kinds of operations, the forms of their payloads, and what became of older forms.

import { parseInstant } from "./instants.mjs";
import * as is from "./schema.mjs";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
export const uuid = is.matching(new RegExp(`^${UUID}$`));
const idOf = (type) => is.matching(new RegExp(`^${type}:${UUID}$`));
const note = is.may(is.words(2000));
const minutes = is.may(is.integer(0, 1440));

export const instant = (value, path, wrong) => {
  const parsed = parseInstant(value);
  if (parsed === null) return void wrong.push(path);
  return parsed.text;
};

const roundOrOrder = is.matching(new RegExp(`^(round|work_order):${UUID}$`));
/** A day that the calendar has, as YYYY-MM-DD. */
const day = (value, path, wrong) => {
  const isDay = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)
    && parseInstant(`${value}T00:00:00Z`) !== null;
  if (!isDay) wrong.push(path);
  return value;
};

const place = {
  property: idOf("property"), building: is.may(idOf("building")),
};
const SKIP_REASONS = ["locked", "occupied", "no_water_or_power", "unsafe", "out_of_time", "other"];
const PAUSE_REASONS = ["waiting_for_part", "no_entry", "another_time"];
const RESULTS = ["fixed", "temporary_fix", "no_fault_found", "needs_contractor"];
const CATEGORIES = [
  "water_leak", "sewer", "heating", "electricity", "lift_trapped", "outer_door", "lighting", "lock", "window",
  "appliance", "ventilation", "plumbing", "cleaning", "yard", "waste", "graffiti", "pests", "other",
];
const PRODUCT_REASONS = [
  "no_eco_alternative", "out_of_stock", "disinfection_required", "service_company_stock", "other",
];

const SOILS = ["loose_dirt", "dust", "stains", "surface_dirt"];
const OBJECTS = ["floor", "wall", "fixture", "ceiling"];
const finding = is.object({ soil: is.only(...SOILS), object: is.only(...OBJECTS) });
/** Each pair of soil and object once at most. */
const findings = (value, path, wrong) => {
  const before = wrong.length;
  const read = is.list(finding)(value, path, wrong);
  if (wrong.length > before) return read;
  if (new Set(read.map(({ soil, object }) => `${soil} ${object}`)).size < read.length) wrong.push(path);
  return read;
};

/** By kind: the present version, the payload's fields, and steps from each older version to the next. */
export const KINDS = {
  "round.start": { version: 1, payload: {} },
  "round.tick": { version: 1, payload: { visit: uuid, minutes, text: note } },
  "round.untick": { version: 1, payload: { visit: uuid } },
  "round.skip": { version: 1, payload: { visit: uuid, reason: is.only(...SKIP_REASONS), text: note } },
  "round.finish": {
    version: 2, payload: { note },
    steps: { 1: ({ text, note, ...rest }) => (text === undefined ? rest : { ...rest, note: text }) },
  },
  "work_order.start": { version: 1, payload: {} },
  "work_order.pause": {
    version: 1, payload: { reason: is.only(...PAUSE_REASONS), until: is.may(day), text: note },
  },
  "work_order.resume": { version: 1, payload: {} },
  "work_order.complete": { version: 1, payload: { result: is.only(...RESULTS), minutes, text: note } },
  "work_order.comment": { version: 1, payload: { text: is.words(2000, false) } },
  "work_order.create": {
    version: 1,
    payload: {
      ...place, space: is.may(uuid), place: is.may(is.words(200)), category: is.only(...CATEGORIES),
      urgency: is.only("urgent", "minor"), description: is.words(2000, false),
      found_on: is.may(roundOrOrder),
    },
  },
  "product_use.record": {
    version: 1,
    payload: {
      ...place, product: idOf("product"), amount: is.number(0, 100_000), unit: is.only("ml", "g"),
      round: is.may(idOf("round")), order: is.may(idOf("work_order")),
      reason: is.may(is.only(...PRODUCT_REASONS)), text: note,
    },
  },
  "product_use.void": { version: 1, payload: { text: note } },
  "inspection.grade": {
    version: 1, payload: { space: uuid, level: is.integer(0, 5), findings: is.may(findings), text: note },
  },
  "inspection.finish": { version: 1, payload: { note } },
};

const envelope = is.object({
  id: uuid, sequence: is.integer(1), kind: is.matching(/^[a-z_]+\.[a-z_]+$/), kind_version: is.integer(1),
  target: is.matching(/^[a-z_]+:\S+$/), base_revision: is.may(is.integer(0), null), recorded_at: instant,
  clock: is.may(is.object({ server_time: instant, elapsed_ms: is.integer(0) }), null),
  payload: is.anything, seen: is.may(is.anything, {}),
});

export function upcast(kind, version, payload) {
  const { version: present, steps = {} } = KINDS[kind];
  if (version > present) throw new is.Unreadable("unknown_kind_version", ["kind_version"]);
  let brought = payload;
  for (let step = version; step < present; step += 1) brought = steps[step](brought);
  return { kind_version: present, payload: brought };
}

/** An operation in the present form of its kind. */
export function readOperation(value) {
  const operation = is.read(envelope, value, "malformed_operation");
  const { kind, kind_version: version, target } = operation;
  if (!Object.hasOwn(KINDS, kind)) throw new is.Unreadable("unknown_kind", ["kind"]);
  is.read(idOf(kind.split(".")[0]), target, "malformed_operation", "target");
  const present = upcast(kind, version, operation.payload);
  const form = (given, path, wrong) => {
    const payload = is.object(KINDS[kind].payload)(given, path, wrong);
    if (payload.reason === "other" && !wrong.includes("payload.text") && (payload.text ?? "").trim() === "") {
      wrong.push("payload.text");
    }
    return payload;
  };
  return { ...operation, ...present, payload: is.read(form, present.payload, "invalid_payload", "payload") };
}
