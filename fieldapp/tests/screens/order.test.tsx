// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keyOf } from "../../src/protocol/documents";
import { DISTRICT, ORDER, PROPERTY } from "../samples";
import { openDay, type Day } from "./day";

let day: Day;

beforeEach(async () => {
  day = await openDay(`/app/orders/${keyOf(ORDER)}`);
});

afterEach(() => {
  day.close();
});

const tap = (name: string | RegExp, inside: HTMLElement = document.body): void => {
  fireEvent.click(within(inside).getByRole("button", { name }));
};

it("tells what, where and by when", () => {
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Siivous");
  expect(screen.getByText("Lattia tahmea")).toBeTruthy();
  expect(screen.getAllByText(/Kontulankaari 3/u).length).toBeGreaterThan(0);
});

it("makes an open order the worker's by starting it", async () => {
  tap("Aloita työ");
  await day.recorded("work_order.start");
  await waitFor(() => expect(screen.getByText("Sinä")).toBeTruthy());
});

it("completes it in three taps", async () => {
  tap("Merkitse valmiiksi");
  const sheet = screen.getByRole("dialog");
  fireEvent.click(within(sheet).getByRole("radio", { name: "Korjattu" }));
  tap("Tallenna valmiiksi", sheet);
  expect(await day.recorded("work_order.complete")).toEqual({ result: "fixed" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByRole("button", { name: "Merkitse valmiiksi" })).toBeNull();
});

it("does not complete without a result", async () => {
  tap("Merkitse valmiiksi");
  tap("Tallenna valmiiksi");
  expect(screen.getByText("Valitse ensin tulos.")).toBeTruthy();
  expect(day.server.effects).toEqual([]);
});

it("counts weekdays as the district's setting of the two eves says", async () => {
  const { hasEvesOff } = await import("../../src/screens/words/places");
  const { syncNow } = await import("../../src/state/sync_status");
  const names = { fi: "Kontula", sv: "Gårdsbacka", en: "Kontula" };
  const district = { type: "district", code: "703", names, area: "7", area_names: names };
  expect(hasEvesOff(PROPERTY)).toBe(true);
  for (const has_eves_off of [undefined, false, true]) {
    day.server.put("district:703", { ...district, has_eves_off }, [DISTRICT]);
    await syncNow();
    expect(hasEvesOff(PROPERTY)).toBe(has_eves_off ?? true);
  }
});

it("adds a comment", async () => {
  fireEvent.input(screen.getByLabelText("Kirjoita kommentti"), { target: { value: " Avain puuttui " } });
  tap("Lisää kommentti");
  expect(await day.recorded("work_order.comment")).toEqual({ text: "Avain puuttui" });
});

it("records a new order found here, with the place filled in", async () => {
  fireEvent.click(screen.getByRole("link", { name: "Uusi työ matkan varrelta" }));
  const { navigate } = await import("../../src/screens/shell/navigation");
  navigate({ name: "record" });
  await waitFor(() => expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Kirjaa"));
  fireEvent.click(screen.getByRole("radio", { name: "Valaistus" }));
  tap("Tallenna vika");
  expect(screen.getByText("Kerro lyhyesti, mitä on tapahtunut.")).toBeTruthy();
  fireEvent.input(screen.getByLabelText("Mitä on tapahtunut?"), { target: { value: "Lamppu pimeänä" } });
  tap("Tallenna vika");
  expect(await day.recorded("work_order.create")).toEqual({
    property: PROPERTY,
    category: "lighting",
    urgency: "minor",
    description: "Lamppu pimeänä",
    found_on: ORDER,
  });
  expect(screen.getByText("Tallessa puhelimessa")).toBeTruthy();
});
