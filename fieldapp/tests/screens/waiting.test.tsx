// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, it } from "vitest";
import { documentId, keyOf } from "../../src/protocol/documents";
import { AINO, DISTRICT, ORDER, orderBody, OWN, personOf, PROPERTY, ROUND } from "../samples";
import { openDay, type Day } from "./day";

const OTHER = documentId("work_order", "01930000-0000-7000-8000-000000000031");
const FUTURE = "2099-05-05";
let day: Day;

afterEach(() => {
  day.close();
});

const mine = (changes: Readonly<Record<string, unknown>> = {}) =>
  orderBody({ state: "started", assigned_to: personOf(AINO), started_at: "2026-04-01T04:00:00.000Z", ...changes });
const pause = (changes: Readonly<Record<string, unknown>> = {}) => ({
  paused: { id: "p", at: "2026-04-01T05:00:00.000Z", by: personOf(AINO), reason: "another_time", until: null, text: "Asukas matkoilla", ...changes },
});

/** Opens an address on a phone that holds these orders. */
async function open(path: string, orders: Readonly<Record<string, ReturnType<typeof orderBody>>>): Promise<void> {
  day = await openDay(path);
  const { syncNow } = await import("../../src/state/sync_status");
  for (const [id, body] of Object.entries(orders)) {
    day.server.put(id as typeof ORDER, body, [DISTRICT]);
  }
  await syncNow();
}

const orderPage = `/app/orders/${keyOf(ORDER)}`;
const tap = (name: string, inside: HTMLElement = document.body): void => {
  fireEvent.click(within(inside).getByRole("button", { name }));
};

async function faults(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false }, region: { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

it("lets an order wait in three taps", async () => {
  await open(orderPage, { [ORDER]: mine() });
  tap("Tauolle");
  const sheet = screen.getByRole("dialog");
  fireEvent.click(within(sheet).getByRole("radio", { name: /Odottaa osaa/u }));
  tap("Merkitse odottamaan", sheet);
  expect(await day.recorded("work_order.pause")).toEqual({ reason: "waiting_for_part" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getAllByText("Odottaa osaa").length).toBeGreaterThan(0);
  expect(screen.queryByRole("button", { name: "Tauolle" })).toBeNull();
});

it("marks what is missing or past before it saves", async () => {
  await open(orderPage, { [ORDER]: mine() });
  tap("Tauolle");
  const sheet = screen.getByRole("dialog");
  tap("Merkitse odottamaan", sheet);
  expect(within(sheet).getByText("Valitse ensin syy.")).toBeTruthy();
  fireEvent.click(within(sheet).getByRole("radio", { name: /toisen ajan/u }));
  fireEvent.input(within(sheet).getByLabelText("Milloin jatketaan?"), { target: { value: "2020-01-01" } });
  expect(within(sheet).getByLabelText("Milloin jatketaan?").getAttribute("aria-invalid")).toBe("true");
  expect(within(sheet).getByText("Valitse päivä, joka on vielä edessä.")).toBeTruthy();
  tap("Merkitse odottamaan", sheet);
  expect(day.server.effects).toEqual([]);
  fireEvent.input(within(sheet).getByLabelText("Milloin jatketaan?"), { target: { value: FUTURE } });
  expect(await faults()).toEqual([]);
  tap("Merkitse odottamaan", sheet);
  expect(await day.recorded("work_order.pause")).toEqual({ reason: "another_time", until: FUTURE });
});

it("goes on with one tap, and says meanwhile what it waits for", async () => {
  await open(orderPage, { [ORDER]: mine(pause({ until: FUTURE })) });
  await waitFor(() => expect(screen.getByText("Asukas matkoilla")).toBeTruthy());
  expect(screen.getAllByText(/Asukas haluaa toisen ajan, jatkuu/u).length).toBeGreaterThan(0);
  expect(await faults()).toEqual([]);
  tap("Jatka työtä");
  expect(await day.recorded("work_order.resume")).toEqual({});
  await waitFor(() => expect(screen.queryByText("Asukas matkoilla")).toBeNull());
});

it("starts anew what was never started, which ends the wait", async () => {
  await open(orderPage, { [ORDER]: mine({ state: "assigned", started_at: null, ...pause() }) });
  await waitFor(() => expect(screen.getByText("Asukas matkoilla")).toBeTruthy());
  expect(screen.queryByRole("button", { name: "Jatka työtä" })).toBeNull();
  tap("Aloita työ");
  await day.recorded("work_order.start");
  await waitFor(() => expect(screen.queryByText("Asukas matkoilla")).toBeNull());
});

it("tells of a waiting order among the others", async () => {
  await open("/app/orders", { [ORDER]: mine({ due_on: FUTURE, ...pause() }) });
  await waitFor(() => expect(screen.getByText("Määräaika odottaa")).toBeTruthy());
  expect(screen.getByText("Asukas haluaa toisen ajan")).toBeTruthy();
});

it("says that an order was merged, and leads to the one that lives on", async () => {
  await open(orderPage, { [ORDER]: mine({ state: "merged", merged_into: OTHER }), [OTHER]: mine({ number: "T-7" }) });
  await waitFor(() => expect(screen.getByText("Yhdistetty toiseen työtilaukseen")).toBeTruthy());
  expect(screen.getByRole("link", { name: "Avaa T-7" }).getAttribute("href")).toBe(`/app/orders/${keyOf(OTHER)}`);
  expect(screen.queryByRole("button", { name: "Merkitse valmiiksi" })).toBeNull();
  expect(await faults()).toEqual([]);
});

it("shows the contacts of all who reported the same", async () => {
  day = await openDay(orderPage);
  const { syncNow } = await import("../../src/state/sync_status");
  const contact = { type: "order_contact", order: ORDER, phone: "", apartment: "A 1", pets: null, alarm: null, preferred_time: null };
  day.server.put(ORDER, mine(), [DISTRICT]);
  day.server.put(documentId("order_contact", keyOf(ORDER)), { ...contact, name: "Liisa" }, [OWN]);
  day.server.put(documentId("order_contact", keyOf(OTHER)), { ...contact, name: "Matti" }, [OWN]);
  await syncNow();
  await waitFor(() => expect(screen.getByText(/Liisa/u)).toBeTruthy());
  expect(screen.getByText(/Matti/u)).toBeTruthy();
});

it("links what was found with what it was found on, both ways", async () => {
  await open(orderPage, { [ORDER]: mine(), [OTHER]: mine({ number: "T-7", found_on: ORDER, description: "Lukko jumissa" }) });
  await waitFor(() => expect(screen.getByText("Tämän yhteydessä löytyi")).toBeTruthy());
  expect(screen.getByText("Lukko jumissa")).toBeTruthy();
  day.close();
  await open(`/app/orders/${keyOf(OTHER)}`, { [ORDER]: mine(), [OTHER]: mine({ found_on: ORDER }) });
  await waitFor(() => expect(screen.getByRole("link", { name: /T-2041/u }).getAttribute("href")).toBe(orderPage));
});

it("shows on a round what was found on it", async () => {
  await open(`/app/rounds/${keyOf(ROUND)}`, { [OTHER]: mine({ found_on: ROUND, description: "Lukko jumissa", property: PROPERTY }) });
  await waitFor(() => expect(screen.getByText("Lukko jumissa")).toBeTruthy());
});
