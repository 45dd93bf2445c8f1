// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, it } from "vitest";
import { documentId, keyOf } from "../../src/protocol/documents";
import { localDate } from "../../src/protocol/instants";
import { AINO, OWN, personOf, PROPERTY } from "../samples";
import { BUILDING, openDay, type Day } from "./day";

const INSPECTION = documentId("inspection", "01930000-0000-7000-8000-000000000080");
const SPACE_A = "01930000-0000-7000-8000-000000000081";
const SPACE_B = "01930000-0000-7000-8000-000000000082";

let day: Day;

afterEach(() => {
  day.close();
});

async function faults(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false }, region: { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const space = (key: string, name: string) => ({ space: key, name, required: 3, level: null, findings: [], text: null, at: null, by: null, passed: null });

/** Aino has an inspection of two spaces. */
async function openInspection(path: string): Promise<void> {
  day = await openDay(path);
  day.server.put(
    INSPECTION,
    {
      type: "inspection",
      property: PROPERTY,
      building: BUILDING,
      work: "maintenance_cleaning",
      organisation: AINO.organisation,
      organisation_name: "Raikas Rappu Oy",
      on: localDate(new Date()),
      inspector: personOf(AINO),
      state: "open",
      finished_at: null,
      finished_by: null,
      note: null,
      spaces: [space(SPACE_A, "Porras A"), space(SPACE_B, "Pesutupa")],
    },
    [OWN],
  );
  await (await import("../../src/state/sync_status")).syncNow();
}

const tap = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole("button", { name }));
};

it("stands among the day's work, and leads to its spaces", async () => {
  await openInspection("/app/");
  const link = await screen.findByRole("link", { name: /Kontulankaari 3 A.*0\/2 tilaa arvioitu/u });
  expect(link.getAttribute("href")).toBe(`/app/inspections/${keyOf(INSPECTION)}`);
  expect(link.textContent).toContain("Raikas Rappu Oy");
});

it("is listed under More", async () => {
  await openInspection("/app/inspections");
  expect(await screen.findByRole("heading", { name: "Tehtävänä" })).toBeTruthy();
  expect(await faults()).toEqual([]);
});

it("marks what is missing before it saves, and then says that it has", async () => {
  await openInspection(`/app/inspections/${keyOf(INSPECTION)}`);
  await screen.findByText("Porras A");
  expect(await faults()).toEqual([]);
  tap(/Porras A/u);
  const sheet = within(await screen.findByRole("dialog"));
  expect(await faults()).toEqual([]);

  fireEvent.click(sheet.getByRole("button", { name: "Tallenna" }));
  expect(sheet.getByText("Valitse taso.")).toBeTruthy();
  fireEvent.click(sheet.getByRole("radio", { name: /^1/u }));
  fireEvent.click(sheet.getByRole("button", { name: "Tallenna" }));
  expect(sheet.getByText(/^Taso jää alle vaaditun/u)).toBeTruthy();
  expect(await faults()).toEqual([]);

  fireEvent.click(sheet.getByRole("checkbox", { name: "Lattia: Tahrat" }));
  fireEvent.click(sheet.getByRole("checkbox", { name: "Katto: Pöly" }));
  fireEvent.click(sheet.getByRole("checkbox", { name: "Katto: Pöly" }));
  fireEvent.click(sheet.getByRole("button", { name: "Tallenna" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  expect(screen.getByRole("button", { name: /Porras A.*Lattia: tahrat.*1 · Alle vaaditun/u })).toBeTruthy();
  expect(await day.recorded("inspection.grade")).toEqual({ space: SPACE_A, level: 1, findings: [{ soil: "stains", object: "floor" }] });
});

it("is finished with a word about what was not graded, and can still be corrected", async () => {
  await openInspection(`/app/inspections/${keyOf(INSPECTION)}`);
  await screen.findByText("Porras A");
  tap("Päätä laatukierros");
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByText("2 tilaa on arvioimatta")).toBeTruthy();
  expect(await faults()).toEqual([]);
  fireEvent.click(sheet.getByRole("button", { name: "Päätä laatukierros" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByRole("button", { name: "Päätä laatukierros" })).toBeNull();
  expect(await day.recorded("inspection.finish")).toEqual({});

  tap(/Pesutupa/u);
  const again = within(await screen.findByRole("dialog"));
  expect(again.getByText("Laatukierros on päätetty")).toBeTruthy();
  fireEvent.click(again.getByRole("radio", { name: /^4/u }));
  fireEvent.click(again.getByRole("button", { name: "Tallenna" }));
  expect(await day.recorded("inspection.grade")).toEqual({ space: SPACE_B, level: 4 });
});

it("says so when it has left the phone", async () => {
  day = await openDay("/app/inspections/nowhere");
  expect(await screen.findByText(/^Laatukierros ei ole tässä puhelimessa/u)).toBeTruthy();
});
