// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, it } from "vitest";
import { documentId, keyOf } from "../../src/protocol/documents";
import { localDate } from "../../src/protocol/instants";
import { addDays } from "../../src/screens/words/weekdays";
import { AINO, DISTRICT, OWN, personOf, ROUND, roundBody, VEIKKO, VISITS } from "../samples";
import { BUILDING, openDay, type Day } from "./day";

const TODAY = localDate(new Date());
const item = (id: string, text: string, changes: object = {}) => ({ id, topic: "water", text, language: "fi", valid_from: null, valid_to: null, ...changes });
const BRIEF = documentId("brief", keyOf(BUILDING));
const CODES = documentId("brief_codes", keyOf(BUILDING));

let day: Day;

afterEach(() => {
  day.close();
});

type Given = { round?: object; codes?: boolean; confirmed?: readonly string[] };

/** A round of somebody else's plan, unless `round` says otherwise, and a brief of two items, one for another day. */
async function open({ round = {}, codes = true, confirmed }: Given = {}): Promise<void> {
  day = await openDay(`/app/rounds/${keyOf(ROUND)}`);
  const items = [item("i1", "Vesi on kellarissa"), item("i2", "Vasta huomenna", { valid_from: addDays(TODAY, 1) })];
  day.server.put(BRIEF, { type: "brief", building: BUILDING, items, has_codes: true }, [DISTRICT]);
  if (codes) {
    day.server.put(CODES, { type: "brief_codes", building: BUILDING, items: [item("c1", "Ovikoodi 2580", { topic: "access" })] }, [OWN]);
  }
  if (confirmed) {
    day.server.put("brief_confirmation:1", { type: "brief_confirmation", building: BUILDING, items: confirmed, by: personOf(AINO), at: "2026-04-01T05:00:00.000Z" }, [OWN]);
  }
  day.server.put(ROUND, roundBody(VISITS, { building: BUILDING, on: TODAY, regular: personOf(VEIKKO), cover_until: addDays(TODAY, 2), ...round }), [OWN]);
  const { syncNow } = await import("../../src/state/sync_status");
  await syncNow();
  await waitFor(() => expect(screen.getAllByText(/ohje/u).length).toBeGreaterThan(0));
}

const tap = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole("button", { name }));
};

async function faults(): Promise<readonly string[]> {
  const rules = { "color-contrast": { enabled: false }, "target-size": { enabled: false }, region: { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

it("asks a substitute to read the brief, and records what was read", async () => {
  await open();
  expect(screen.getByText("Lue rakennuksen ohjeet ennen kuin aloitat")).toBeTruthy();
  expect(screen.getByText(/Vakituisen tekijän sijaisena/u)).toBeTruthy();
  tap("Avaa ohjeet");
  expect(screen.getByText("Vesi on kellarissa")).toBeTruthy();
  expect(screen.queryByText("Vasta huomenna")).toBeNull();
  expect(await faults()).toEqual([]);
  tap("Olen lukenut ohjeet");
  expect(await day.recorded("brief.confirm")).toEqual({ building: BUILDING, items: ["i1", "c1"] });
  await waitFor(() => expect(screen.queryByText("Lue rakennuksen ohjeet ennen kuin aloitat")).toBeNull());
});

it("shows codes behind a tap only", async () => {
  await open();
  tap("Avaa ohjeet");
  expect(screen.queryByText("Ovikoodi 2580")).toBeNull();
  tap("Näytä koodit");
  expect(screen.getByText("Ovikoodi 2580")).toBeTruthy();
  expect(await faults()).toEqual([]);
  tap("Piilota koodit");
  expect(screen.queryByText("Ovikoodi 2580")).toBeNull();
});

it("says when codes that are not here yet will come", async () => {
  await open({ codes: false });
  tap("Avaa ohjeet");
  expect(screen.getByText(/kaksi arkipäivää ennen/u)).toBeTruthy();
});

it.each<[string, Given]>([
  ["the regular person", { round: { regular: personOf(AINO) } }],
  ["whoever has read all that holds", { confirmed: ["i0", "i1"] }],
  ["whoever has finished", { round: { state: "finished" } }],
])("does not ask %s", async (_, given) => {
  await open(given);
  expect(screen.queryByText("Lue rakennuksen ohjeet ennen kuin aloitat")).toBeNull();
});

it("asks again when something new stands there", async () => {
  await open({ confirmed: ["i0"] });
  expect(screen.getByText("Lue rakennuksen ohjeet ennen kuin aloitat")).toBeTruthy();
});

it("marks a visit that was carried over", async () => {
  const { visits } = roundBody(VISITS) as unknown as { visits: readonly [object, object, object] };
  await open({ round: { visits: [visits[0], { ...visits[1], carried_from: "2026-04-01" }, visits[2]] } });
  expect(screen.getByText(/Jäi väliin ke 1\.4\./u)).toBeTruthy();
});
