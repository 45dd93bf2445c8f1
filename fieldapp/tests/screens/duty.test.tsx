// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, it, vi } from "vitest";
import { documentId, keyOf, type DocumentBody } from "../../src/protocol/documents";
import { AINO, DISTRICT, ORDER, orderBody, OWN, personOf, VEIKKO } from "../samples";
import { openDay, type Day } from "./day";

const ALERT = documentId("duty_alert", "01930000-0000-7000-8000-000000000060");
const SARI = documentId("person", "01930000-0000-7000-8000-000000000061");
const AREA = { area: "7", area_names: { fi: "Kontula", sv: "Gårdsbacka", en: "Kontula" } };
const HOUR_MS = 60 * 60 * 1_000;

let day: Day;

afterEach(() => {
  day.close();
});

const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** Aino has duty now, Veikko is next, Sari supervises; an alert asked Aino a while ago. */
async function openDuty(path: string, alert: Readonly<Record<string, unknown>> = {}, order: Partial<DocumentBody> = {}): Promise<void> {
  day = await openDay(path);
  const span = { begins_at: inHours(-2), ends_at: inHours(6) };
  const shifts = [
    { id: "a", person: personOf(AINO), name: "Aino", phone: "040 555 0101", place: 1, ...span },
    { id: "b", person: personOf(VEIKKO), name: "Veikko", phone: "040 555 0102", place: 2, ...span },
    { id: "c", person: personOf(VEIKKO), name: "Veikko", phone: "040 555 0102", place: 1, begins_at: inHours(6), ends_at: inHours(14) },
  ];
  const supervisors = [{ person: SARI, name: "Sari", phone: null }];
  day.server.put(documentId("duty_roster", "7"), { type: "duty_roster", ...AREA, acknowledge_minutes: 15, shifts, supervisors }, [OWN]);
  day.server.put(documentId("duty_shift", "a"), { type: "duty_shift", person: personOf(AINO), ...AREA, ...span, place: 1 }, [OWN]);
  day.server.put(
    documentId("duty_shift", "d"),
    { type: "duty_shift", person: personOf(AINO), ...AREA, begins_at: inHours(72), ends_at: inHours(80), place: 2 },
    [OWN],
  );
  day.server.put(ORDER, orderBody({ category: "water_leak", urgency: "urgent", description: "Vettä valuu katosta", ...order }), [DISTRICT]);
  const raised = {
    type: "duty_alert",
    order: ORDER,
    area: "7",
    state: "open",
    raised_at: inHours(-0.1),
    next_at: inHours(0.1),
    steps: [{ person: personOf(AINO), at: inHours(-0.1), role: "duty" }],
    acknowledged_by: null,
    acknowledged_at: null,
  };
  day.server.put(ALERT, { ...raised, ...alert }, [OWN]);
  await syncNow();
  await screen.findByText(/Hälytys: vesivuoto/u);
}

async function syncNow(): Promise<void> {
  await (await import("../../src/state/sync_status")).syncNow();
}

function goOffline(): void {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
}

async function faults(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false }, region: { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const tap = (name: string): void => {
  fireEvent.click(screen.getByRole("button", { name }));
};

it("shows the alert, whom to call and one's own shifts", async () => {
  await openDuty("/app/duty");
  expect(screen.getByText("Vettä valuu katosta")).toBeTruthy();
  expect(screen.getByText(/^Sinä \(päivystäjä\) sai/u)).toBeTruthy();
  expect(screen.getByText(/^Siirtyy seuraavalle klo/u)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Avaa työ" }).getAttribute("href")).toContain("/app/orders/");
  expect(screen.getAllByRole("link", { name: /^Soita/u })).toHaveLength(1);
  expect(screen.getByRole("link", { name: /Soita: Veikko/u }).getAttribute("href")).toBe("tel:0405550102");
  expect(screen.getByText("Sari").closest("li")?.textContent).toContain("Ei puhelinnumeroa");
  expect(screen.getByRole("heading", { name: "Omat vuorot tänään" })).toBeTruthy();
  expect(screen.getByText("Vuoro on nyt")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Omat tulevat vuorot" })).toBeTruthy();
  expect(await faults()).toEqual([]);
});

it("acknowledges without a connection at once, says that nobody knows yet, and sends it later", async () => {
  await openDuty("/app/duty");
  const online = day.server.fetch;
  goOffline();
  await syncNow();
  expect(await screen.findByText("Ei yhteyttä")).toBeTruthy();
  tap("Kuittaa hälytys");
  await screen.findByText("Tallessa tässä puhelimessa, ei vielä lähetetty");
  expect(screen.getByText(/^Kuittasi: Sinä/u)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Kuittaa hälytys" })).toBeNull();
  expect(await faults()).toEqual([]);

  vi.stubGlobal("fetch", online);
  expect(await day.recorded("duty.acknowledge")).toEqual({});
  const sent = day.server.requests.flatMap(({ operations }) => operations).find(({ kind }) => kind === "duty.acknowledge");
  expect(sent).toMatchObject({ target: ALERT, seen: { state: "open" } });
  await waitFor(() => expect(screen.queryByText("Tallessa tässä puhelimessa, ei vielä lähetetty")).toBeNull());
  expect(screen.getByRole("heading", { name: "Äskettäin päättyneet" })).toBeTruthy();
});

it("counts starting the order without a connection as an acknowledgement that nobody knows of yet", async () => {
  await openDuty("/app/duty", {}, { state: "assigned", assigned_to: personOf(AINO) });
  const online = day.server.fetch;
  goOffline();
  await syncNow();
  const { navigate } = await import("../../src/screens/shell/navigation");
  navigate({ name: "order", key: keyOf(ORDER) });
  fireEvent.click(await screen.findByRole("button", { name: "Aloita työ" }));
  navigate({ name: "duty" });
  await screen.findByText("Tallessa tässä puhelimessa, ei vielä lähetetty");
  expect(screen.getByText(/^Kuittasi: Sinä/u)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Kuittaa hälytys" })).toBeNull();

  vi.stubGlobal("fetch", online);
  await syncNow();
  await waitFor(() => expect(screen.queryByText("Tallessa tässä puhelimessa, ei vielä lähetetty")).toBeNull());
});

it("says nothing of this phone when another one acknowledged before the order was begun here", async () => {
  await openDuty("/app/duty", { state: "acknowledged", next_at: null, acknowledged_by: personOf(VEIKKO), acknowledged_at: inHours(-0.05) });
  goOffline();
  await syncNow();
  await (await import("../../src/state/record")).record("work_order.start", ORDER, {});
  expect(await screen.findByText(/^Kuittasi: Veikko/u)).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Äskettäin päättyneet" })).toBeTruthy();
  expect(screen.queryByText("Tallessa tässä puhelimessa, ei vielä lähetetty")).toBeNull();
});

it("stands first on Today, with its button, and the way to duty", async () => {
  await openDuty("/app/");
  expect(screen.getAllByRole("heading", { level: 2 })[0]?.textContent).toBe("Hälytykset");
  expect(screen.getByRole("link", { name: /Päivystys.*Vuorossa nyt/u }).getAttribute("href")).toBe("/app/duty");
  expect(await faults()).toEqual([]);
  tap("Kuittaa hälytys");
  await screen.findByText(/^Kuittasi: Sinä/u);
});

it("says in words that the time is over, or that nobody is left to ask", async () => {
  await openDuty("/app/duty", { next_at: inHours(-0.02) });
  expect(screen.getByText(/^Piti siirtyä seuraavalle/u)).toBeTruthy();
  day.server.put(ALERT, { type: "duty_alert", order: ORDER, area: "7", state: "open", raised_at: inHours(-1), next_at: null, steps: [{ person: personOf(VEIKKO), at: inHours(-1), role: "duty" }, { person: SARI, at: inHours(-0.5), role: "supervisor" }], acknowledged_by: null, acknowledged_at: null }, [OWN]);
  await syncNow();
  expect(await screen.findByText(/^Kaikilta on kysytty/u)).toBeTruthy();
  expect(screen.getByText(/^Sari \(työnjohtaja\) sai/u)).toBeTruthy();
});

it("leads from More to a screen that says why it is empty", async () => {
  day = await openDay("/app/more");
  expect((await screen.findByRole("link", { name: "Päivystys" })).getAttribute("href")).toBe("/app/duty");
  day.close();
  day = await openDay("/app/duty");
  expect(await screen.findByText("Ei päivystysvuoroja")).toBeTruthy();
});
