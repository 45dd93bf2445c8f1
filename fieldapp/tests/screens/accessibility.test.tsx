// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, it } from "vitest";
import { keyOf } from "../../src/protocol/documents";
import { problem } from "../fake_server";
import { AINO, ORDER, PRODUCT, ROUND } from "../samples";
import { openDay, type Day } from "./day";

let day: Day;

afterEach(() => {
  day.close();
});

/** What axe finds wrong. Colours and places on the screen need a real browser. */
async function faults(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false }, region: { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const tapInSheet = (name: string): void => {
  fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name }));
};

it.each([
  ["today", "/app/"],
  ["orders", "/app/orders"],
  ["an order", `/app/orders/${keyOf(ORDER)}`],
  ["a round", `/app/rounds/${keyOf(ROUND)}`],
  ["recording", "/app/record"],
  ["products", "/app/products"],
  ["a product", `/app/products/${keyOf(PRODUCT)}`],
  ["sent and waiting", "/app/outbox"],
  ["duty without shifts", "/app/duty"],
  ["inspections without any", "/app/inspections"],
  ["more", "/app/more"],
  ["help", "/app/help"],
])("%s has no fault that axe knows", async (_, path) => {
  day = await openDay(path);
  await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toBeTruthy());
  expect(await faults()).toEqual([]);
});

it.each(["Hiekoitus", "Lumityö", "Hulevesikaivo", "Räystäskouru", "Leikkipaikka", "Vieraslaji", "Pesätarkastus", "Niitto", "Jätehuone"])(
  "the form of %s has none, empty or marked",
  async (kind) => {
    day = await openDay("/app/record");
    fireEvent.click(await screen.findByRole("radio", { name: "Pihatyö" }));
    fireEvent.click(await screen.findByLabelText(kind));
    const addItem = screen.queryByRole("button", { name: "Lisää puute" });
    if (addItem) {
      fireEvent.click(addItem);
    }
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Tallenna kirjaus" }));
    await screen.findByText("Tarkista merkityt kohdat.");
    expect(screen.getAllByText("Täytä tämä.").length).toBeGreaterThan(0);
    expect(await faults()).toEqual([]);
  },
);

it("a visit, the reasons for skipping it and what is missing there have none", async () => {
  day = await openDay(`/app/rounds/${keyOf(ROUND)}`);
  fireEvent.click(await screen.findByRole("button", { name: "Lisää: Pesutupa" }));
  expect(await faults()).toEqual([]);
  tapInSheet("Ohita tila");
  expect(await faults()).toEqual([]);
  tapInSheet("Muu syy");
  tapInSheet("Ohita");
  expect(await screen.findByText("Kirjoita syy.")).toBeTruthy();
  expect(await faults()).toEqual([]);
});

it("the choice of a product, the labelled one offered instead and the reason asked for have none", async () => {
  day = await openDay(`/app/rounds/${keyOf(ROUND)}`);
  fireEvent.click(await screen.findByRole("button", { name: "Aine käytetty" }));
  const sheet = within(await screen.findByRole("dialog"));
  const other = sheet.queryByRole("button", { name: "Valitse muu aine" });
  if (other) {
    fireEvent.click(other);
  }
  expect(await faults()).toEqual([]);
  fireEvent.click(await sheet.findByRole("button", { name: /Teho/u }));
  fireEvent.click(sheet.getByRole("radio", { name: /^8 l/u }));
  fireEvent.click(sheet.getByRole("button", { name: /^Kirjaa 20/u }));
  expect(await sheet.findByText("Valitse syy tai vaihda ympäristömerkittyyn.")).toBeTruthy();
  expect(await faults()).toEqual([]);
});

it("what was set aside, decided and ended has none either", async () => {
  day = await openDay("/app/outbox");
  const { record } = await import("../../src/state/record");
  const { syncNow } = await import("../../src/state/sync_status");
  day.server.refusal = ({ operations }) => (operations.length > 0 ? problem(500, "internal_error") : null);
  await record("work_order.comment", ORDER, { text: "Outo" });
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await syncNow();
  }
  day.server.endAccess(AINO);
  await syncNow();
  await waitFor(() => expect(screen.getByRole("alert")).toBeTruthy());
  expect(screen.getByRole("button", { name: "Yritä uudelleen" })).toBeTruthy();
  expect(await faults()).toEqual([]);
});
