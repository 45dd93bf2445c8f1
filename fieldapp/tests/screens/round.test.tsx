// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keyOf } from "../../src/protocol/documents";
import { ROUND } from "../samples";
import { openDay, type Day } from "./day";

let day: Day;

beforeEach(async () => {
  day = await openDay(`/app/rounds/${keyOf(ROUND)}`);
});

afterEach(() => {
  day.close();
});

const row = (name: string): HTMLElement => screen.getAllByRole("listitem").find((item) => item.textContent?.includes(name))!;
const tap = (name: string | RegExp, inside: HTMLElement = document.body): void => {
  fireEvent.click(within(inside).getByRole("button", { name }));
};
const openSheet = (name: string): void => tap(`Lisää: ${name}`, row(name));

it("shows where, what and how far", () => {
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Kontulankaari 3 A");
  expect(screen.getByText(/0 \/ 3 tilaa/u)).toBeTruthy();
});

it("ticks a space with one tap, and says the time", async () => {
  tap(/Kuittaa tehdyksi/u, row("Talosauna"));
  await waitFor(() => expect(row("Talosauna").textContent).toMatch(/Tehty \d+\.\d\d/u));
  expect(await day.recorded("round.tick")).toEqual({ visit: "b" });
});

it("takes a tick back from the row's sheet", async () => {
  tap(/Kuittaa tehdyksi/u, row("Talosauna"));
  await waitFor(() => expect(row("Talosauna").textContent).toContain("Tehty"));
  openSheet("Talosauna");
  tap("Kumoa kuittaus");
  expect(await day.recorded("round.untick")).toEqual({ visit: "b" });
  expect(row("Talosauna").textContent).not.toContain("Tehty");
});

it("skips a space with a reason in three taps", async () => {
  openSheet("Pesutupa");
  tap("Ohita tila");
  tap("Lukossa");
  expect(await day.recorded("round.skip")).toEqual({ visit: "c", reason: "locked" });
  expect(row("Pesutupa").textContent).toContain("Ohitettu: Lukossa");
});

it("asks for words when the reason is another one", async () => {
  openSheet("Pesutupa");
  tap("Ohita tila");
  tap("Muu syy");
  tap("Ohita");
  expect(screen.getByText("Kirjoita syy.")).toBeTruthy();
  fireEvent.input(screen.getByLabelText("Mikä syy?"), { target: { value: "Remontti" } });
  tap("Ohita");
  expect(await day.recorded("round.skip")).toEqual({ visit: "c", reason: "other", text: "Remontti" });
});

it("asks once about what is missing before the round ends, and records why", async () => {
  tap(/Kuittaa tehdyksi/u, row("Porras A"));
  await waitFor(() => expect(row("Porras A").textContent).toContain("Tehty"));
  tap("Päätä kierros");
  const sheet = screen.getByRole("dialog");
  expect(within(sheet).getByText("Talosauna, Pesutupa")).toBeTruthy();
  tap("Päätä kierros", sheet);
  expect(within(sheet).getByText(/Valitse syy/u)).toBeTruthy();
  fireEvent.click(within(sheet).getByRole("radio", { name: "Aika loppui" }));
  tap("Päätä kierros", sheet);
  expect(await day.recorded("round.finish")).toEqual({});
  expect(await day.recorded("round.skip")).toEqual({ visit: "c", reason: "out_of_time" });
  expect(location.pathname).toBe("/app/");
});

it("offers the labelled product, and asks why it was not taken", async () => {
  tap("Aine käytetty");
  const sheet = screen.getByRole("dialog");
  tap(/^Teho/u, sheet);
  expect(within(sheet).getByText("Ympäristömerkitty aine on varastossa")).toBeTruthy();
  fireEvent.click(within(sheet).getByRole("radio", { name: /^8 l/u }));
  tap("Kirjaa 20 ml", sheet);
  expect(within(sheet).getByText("Valitse syy tai vaihda ympäristömerkittyyn.")).toBeTruthy();
  fireEvent.click(within(sheet).getByRole("radio", { name: "Merkitty aine on loppu" }));
  tap("Kirjaa 20 ml", sheet);
  expect(await day.recorded("product_use.record")).toMatchObject({ amount: 20, unit: "ml", reason: "out_of_stock", round: ROUND });
});

it("takes the labelled product in its place without a reason", async () => {
  tap("Aine käytetty");
  const sheet = screen.getByRole("dialog");
  tap(/^Teho/u, sheet);
  tap("Vaihda: Pihta", sheet);
  fireEvent.input(within(sheet).getByLabelText("Määrä"), { target: { value: "15" } });
  tap("Kirjaa 15 ml", sheet);
  const payload = await day.recorded("product_use.record");
  expect(payload).toMatchObject({ amount: 15 });
  expect(payload).not.toHaveProperty("reason");
});
