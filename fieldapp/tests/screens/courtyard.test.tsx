// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, it } from "vitest";
import { DISTRICT, PROPERTY } from "../samples";
import { BUILDING, openDay, type Day } from "./day";

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

async function openForm(kind: string): Promise<void> {
  day = await openDay("/app/record");
  fireEvent.click(await screen.findByRole("radio", { name: "Pihatyö" }));
  fireEvent.click(await screen.findByLabelText(kind));
}

const choose = (group: string, option: string) => fireEvent.click(within(screen.getByRole("group", { name: group })).getByLabelText(option));

it("marks what is missing at its field and saves nothing, then saves the whole record", async () => {
  await openForm("Lumityö");
  fireEvent.click(screen.getByRole("button", { name: "Tallenna kirjaus" }));
  await waitFor(() => expect(screen.getAllByText("Täytä tämä.")).toHaveLength(2));
  expect(screen.getByText("Tarkista merkityt kohdat.")).toBeTruthy();
  expect(screen.getByLabelText("Lunta").getAttribute("aria-invalid")).toBe("true");
  expect(await faults()).toEqual([]);

  fireEvent.input(screen.getByLabelText("Lunta"), { target: { value: "4,5" } });
  choose("Menetelmä", "Käsin");
  fireEvent.click(screen.getByRole("button", { name: "Tallenna kirjaus" }));

  const payload = await day.recorded("courtyard.record");
  expect(payload).toMatchObject({ record_kind: "snow_clearing", form_version: 1, property: PROPERTY, fields: { depth_cm: 4.5, method: "hand" } });
  expect(await screen.findByText("Viimeksi kirjatut")).toBeTruthy();
});

it("shows and keeps only what the form asks for, and warns of giant hogweed", async () => {
  await openForm("Vieraslaji");
  expect(screen.queryByText("Jättiputki polttaa ihoa")).toBeNull();
  choose("Laji", "Jättiputki");
  expect((await screen.findByText("Jättiputki polttaa ihoa")).closest("[role=alert]")?.textContent).toContain("vedellä ja saippualla");
  choose("Laji", "Muu laji");
  fireEvent.input(await screen.findByLabelText("Mikä laji"), { target: { value: "Isosorsimo" } });
  choose("Laji", "Komealupiini");
  choose("Mitä tehtiin", "Vain havainto");
  fireEvent.click(screen.getByRole("button", { name: "Tallenna kirjaus" }));

  expect((await day.recorded("courtyard.record"))["fields"]).toEqual({ species: "garden_lupin", method: "none" });
});

it("takes several findings, each with its risk", async () => {
  await openForm("Leikkipaikka");
  choose("Tarkastus", "Silmämääräinen");
  fireEvent.click(screen.getByRole("button", { name: "Lisää puute" }));
  fireEvent.click(screen.getByRole("button", { name: "Lisää puute" }));
  expect(await faults()).toEqual([]);
  const first = await screen.findByRole("group", { name: "Puute 1" });
  fireEvent.click(within(screen.getByRole("group", { name: "Puute 2" })).getByRole("button", { name: "Poista puute" }));
  fireEvent.input(within(first).getByLabelText("Mikä on vialla"), { target: { value: "Ketju poikki" } });
  fireEvent.click(within(first).getByLabelText("Suuri"));
  choose("Suljettiinko käytöstä?", "Kyllä");
  fireEvent.click(screen.getByRole("button", { name: "Tallenna kirjaus" }));

  const { fields } = await day.recorded("courtyard.record");
  expect(fields).toEqual({ level: "visual", findings: [{ what: "Ketju poikki", risk: "high" }], is_closed_off: true });
});

it("corrects a record with a reason, and keeps what was recorded in sight", async () => {
  await openForm("Lumityö");
  fireEvent.input(screen.getByLabelText("Lunta"), { target: { value: "4" } });
  choose("Menetelmä", "Käsin");
  fireEvent.click(screen.getByRole("button", { name: "Tallenna kirjaus" }));
  await screen.findByText("Viimeksi kirjatut");
  fireEvent.click(screen.getByRole("button", { name: /Lunta: 4 cm/u }));
  fireEvent.click(await screen.findByRole("button", { name: "Korjaa kirjausta" }));
  const sheet = within(await screen.findByRole("dialog"));
  fireEvent.input(sheet.getByLabelText("Lunta"), { target: { value: "7" } });
  fireEvent.click(sheet.getByRole("button", { name: "Tallenna korjaus" }));
  expect(await sheet.findByText("Täytä tämä.")).toBeTruthy();
  fireEvent.input(sheet.getByLabelText("Mikä oli väärin?"), { target: { value: "Mittasin väärin" } });
  fireEvent.click(sheet.getByRole("button", { name: "Tallenna korjaus" }));

  expect(await day.recorded("courtyard.correct")).toEqual({
    record_kind: "snow_clearing",
    form_version: 1,
    fields: { depth_cm: 7, method: "hand" },
    text: "Mittasin väärin",
  });
  fireEvent.click(await screen.findByRole("button", { name: /Korjattu · Lunta: 7 cm/u }));
  expect(await screen.findByText("Alkuperäinen")).toBeTruthy();
  expect(screen.getByText("4 cm")).toBeTruthy();
  expect(await faults()).toEqual([]);
});

it("offers on Today what is due and who has been called out, one tap from the form", async () => {
  day = await openDay("/app/");
  day.server.put("courtyard_check:s9", {
    type: "courtyard_check",
    property: PROPERTY,
    building: BUILDING,
    space: "s9",
    record_kind: "playground",
    checks: [{ level: "visual", interval: "weekly", last_on: null, due_on: null }],
  }, [DISTRICT]);
  day.server.put("call_out:1", {
    type: "call_out",
    record_kind: "gritting",
    district: "703",
    text: "Mustaa jäätä",
    made_by: "person:9",
    made_at: new Date().toISOString(),
    ended_at: null,
    answers: [],
  }, [DISTRICT]);
  const { syncNow } = await import("../../src/state/sync_status");
  await syncNow();

  expect(await screen.findByText("Hiekoitus: Tekemättä 1/1")).toBeTruthy();
  expect(screen.getByText(/Mustaa jäätä/u)).toBeTruthy();
  expect(await faults()).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: /Silmämääräinen tarkastus · Ei vielä tehty/u }));
  await waitFor(() => expect(within(screen.getByRole("group", { name: "Tarkastus" })).getByLabelText<HTMLInputElement>("Silmämääräinen").checked).toBe(true));
});
