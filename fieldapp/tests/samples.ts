/** A small stairwell round, an order and a product, as the server sends them. */
import { documentId } from "../src/protocol/documents";
import type { DocumentBody, DocumentId } from "../src/protocol/documents";
import type { FakePerson, FakeServer } from "./fake_server";

export const HEKA = documentId("organisation", "01930000-0000-7000-8000-000000000003");
export const AINO: FakePerson = { id: "01930000-0000-7000-8000-000000000001", name: "Aino", organisation: HEKA };
export const VEIKKO: FakePerson = { id: "01930000-0000-7000-8000-000000000002", name: "Veikko", organisation: HEKA };
export const DISTRICT = "district:703:cleaning";
export const OWN = `person:${AINO.id}`;
export const SCOPE = ["catalogue", DISTRICT, OWN];
export const PROPERTY = documentId("property", "01930000-0000-7000-8000-000000000010");

export const personOf = ({ id }: FakePerson): DocumentId<"person"> => documentId("person", id);

export function personBody({ name, organisation }: FakePerson): DocumentBody {
  return { type: "person", name, roles: ["cleaner"], phone: null, organisation };
}

export function roundBody(visits: readonly string[], changes: Readonly<Record<string, unknown>> = {}): DocumentBody {
  return {
    type: "round",
    property: PROPERTY,
    building: null,
    on: "2026-04-01",
    work: "maintenance_cleaning",
    plan: null,
    organisation: HEKA,
    person: personOf(AINO),
    state: "planned",
    started_at: null,
    finished_at: null,
    note: null,
    visits: visits.map((id) => ({
      id,
      space: id,
      tasks: ["mop"],
      norm_minutes: 10,
      state: "open",
      at: null,
      by: null,
      minutes: null,
      reason: null,
      text: null,
      is_returned: false,
    })),
    ...changes,
  };
}

export function orderBody(changes: Readonly<Record<string, unknown>> = {}): DocumentBody {
  return {
    type: "work_order",
    number: "T-2041",
    property: PROPERTY,
    building: null,
    space: null,
    place: "",
    category: "cleaning",
    trade: "cleaning",
    urgency: "minor",
    description: "Lattia tahmea",
    state: "new",
    reported_at: "2026-04-01T04:00:00.000Z",
    reported_by: null,
    reporter: "resident",
    due_on: "2026-04-08",
    start_by: null,
    assigned_to: null,
    organisation: HEKA,
    entry: "not_needed",
    started_at: null,
    completed_at: null,
    completed_by: null,
    result: null,
    minutes: null,
    result_text: null,
    comments: [],
    ...changes,
  };
}

export function productBody(changes: Readonly<Record<string, unknown>> = {}): DocumentBody {
  return {
    type: "product",
    name: "Yleispuhdistin",
    manufacturer: "Esimerkki",
    purpose: "general_cleaning",
    unit: "ml",
    gtin: null,
    licences: [],
    hazards: [],
    signal_word: null,
    h_statements: [],
    p_statements: [],
    dosing: null,
    sds_revised_on: null,
    ...changes,
  };
}

export const ROUND = documentId("round", "01930000-0000-7000-8000-000000000020");
export const ORDER = documentId("work_order", "01930000-0000-7000-8000-000000000030");
export const PRODUCT = documentId("product", "01930000-0000-7000-8000-000000000040");
export const VISITS = ["a", "b", "c"] as const;

/** Aino and her day: a round of three visits, an order nobody has, a product; the code to join with is `AINO1`. */
export function fillDay(server: FakeServer): void {
  server.put(personOf(AINO), personBody(AINO), [OWN]);
  server.put(ROUND, roundBody(VISITS), [OWN]);
  server.put(ORDER, orderBody(), [DISTRICT]);
  server.put(PRODUCT, productBody(), ["catalogue"]);
  server.invite("AINO1", AINO, SCOPE);
}
