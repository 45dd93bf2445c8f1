// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { documentId, keyOf } from "../../src/protocol/documents";
import { DISTRICT, ORDER, orderBody, OWN, personOf, AINO } from "../samples";
import { openDay, type Day } from "./day";

const ORDER_KEY = keyOf(ORDER);
let day: Day;

beforeEach(async () => {
  day = await openDay(`/app/orders/${ORDER_KEY}`);
  await give({});
});

afterEach(() => {
  day.close();
});

/** The order as a resident's, in a flat, and Aino's; with the contact that comes with it. */
async function give(changes: Readonly<Record<string, unknown>>): Promise<void> {
  const { syncNow } = await import("../../src/state/sync_status");
  day.server.put(ORDER, orderBody({ state: "assigned", assigned_to: personOf(AINO), entry: "at_home", visit_notes: [], ...changes }), [DISTRICT, OWN]);
  const contact = { type: "order_contact", order: ORDER, name: "Liisa", phone: "040 555 0177", apartment: "B 23", pets: "Kissa", alarm: null, preferred_time: "Iltaisin" };
  day.server.put(documentId("order_contact", ORDER_KEY), contact, [OWN]);
  await syncNow();
}

const tap = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole("button", { name }));
};

async function faults(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false }, region: { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

it("tells how to get in, and when it suits", async () => {
  await waitFor(() => expect(screen.getByText("Sopiva aika: Iltaisin")).toBeTruthy());
  expect(screen.getByText(/Asunto B 23/u)).toBeTruthy();
  expect(screen.getByText(/Kissa/u)).toBeTruthy();
  expect(screen.getByText("Vain, kun asukas on kotona")).toBeTruthy();
  expect(screen.getByRole("link", { name: /Soita 040 555 0177/u })).toBeTruthy();
});

it("leaves a note in three taps, and the order waits for the resident", async () => {
  await waitFor(() => tap("Jätä käyntilappu"));
  expect(await faults()).toEqual([]);
  fireEvent.click(screen.getByRole("radio", { name: "Kukaan ei avannut" }));
  tap("Tallenna käyntilappu");
  expect(await day.recorded("work_order.visit_note")).toEqual({ reason: "nobody_home" });
  expect(await day.recorded("work_order.pause")).toEqual({ reason: "no_entry" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByText("Kukaan ei avannut")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Merkitse valmiiksi" })).toBeTruthy();
  expect(await faults()).toEqual([]);
});

it("marks what is missing before anything is saved", async () => {
  await waitFor(() => tap("Jätä käyntilappu"));
  tap("Tallenna käyntilappu");
  expect(screen.getByText("Valitse ensin syy.")).toBeTruthy();
  fireEvent.click(screen.getByRole("radio", { name: "Muu syy" }));
  tap("Tallenna käyntilappu");
  expect(screen.getAllByText("Kerro, mikä syy oli.")).toHaveLength(2);
  expect(screen.getByLabelText("Lisätieto työnjohtajalle").getAttribute("aria-invalid")).toBe("true");
  fireEvent.input(screen.getByLabelText("Lisätieto työnjohtajalle"), { target: { value: " Ovi oli jäässä " } });
  tap("Tallenna käyntilappu");
  expect(await day.recorded("work_order.visit_note")).toEqual({ reason: "other", text: "Ovi oli jäässä" });
});

it("offers no note where nobody has to be let in, and no call where nobody can be called", async () => {
  await give({ entry: "not_needed" });
  await waitFor(() => expect(screen.queryByRole("button", { name: "Jätä käyntilappu" })).toBeNull());
  const contact = { type: "order_contact", order: ORDER, name: "", phone: "", apartment: "B 23", pets: null, alarm: null };
  day.server.put(documentId("order_contact", ORDER_KEY), contact, [OWN]);
  await (await import("../../src/state/sync_status")).syncNow();
  await waitFor(() => expect(screen.queryByRole("link", { name: /Soita/u })).toBeNull());
  expect(screen.getByText("Asunto B 23")).toBeTruthy();
});

it("says on completing that the resident reads it", async () => {
  await waitFor(() => tap("Merkitse valmiiksi"));
  expect(within(screen.getByRole("dialog")).getByText("Asukas näkee tämän. Älä kirjoita nimiä.")).toBeTruthy();
});
