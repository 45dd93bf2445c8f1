/** A phone on which Aino has joined and the whole app is shown, over a server in memory. */
import "fake-indexeddb/auto";
import { cleanup, render, waitFor } from "@testing-library/preact";
import { h } from "preact";
import { vi } from "vitest";
import type { DocumentId } from "../../src/protocol/documents";
import { localDate } from "../../src/protocol/instants";
import { FakeServer } from "../fake_server";
import { AINO, DISTRICT, fillDay, OWN, PRODUCT, productBody, PROPERTY, ROUND, roundBody, VISITS } from "../samples";
import { newPhone } from "../worker";

export const BUILDING: DocumentId<"building"> = "building:01930000-0000-7000-8000-000000000050";
export const ECO_PRODUCT: DocumentId<"product"> = "product:01930000-0000-7000-8000-000000000041";
export const NAMES = ["Porras A", "Talosauna", "Pesutupa"] as const;

export interface Day {
  readonly server: FakeServer;
  /** The last operation of this kind that the server got. */
  recorded(kind: string): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

/** Joins as Aino and opens the app on an address. Modules are loaded afresh: a page has one device. */
export async function openDay(path: string): Promise<Day> {
  vi.resetModules();
  newPhone();
  const server = new FakeServer();
  fillToday(server);
  vi.stubGlobal("fetch", server.fetch);
  history.replaceState(null, "", path);
  const { join, start } = await import("../../src/state/session");
  const { syncNow } = await import("../../src/state/sync_status");
  const { App } = await import("../../src/app");
  await start();
  await join("AINO1", "Testipuhelin", "fi");
  await syncNow();
  render(h(App, {}));
  return {
    server,
    recorded: async (kind) => {
      const payload = () => server.requests.flatMap(({ operations }) => operations).findLast((operation) => operation.kind === kind)?.payload;
      return waitFor(async () => {
        await syncNow();
        const found = payload();
        if (!found) {
          throw new Error(`no ${kind} yet`);
        }
        return found;
      });
    },
    close: cleanup,
  };
}

function fillToday(server: FakeServer): void {
  fillDay(server);
  const spaces = VISITS.map((id, index) => ({ id, kind: "stairwell", name: NAMES[index], floor: null, area_m2: 10, norm_minutes: 10 }));
  server.put(PROPERTY, { type: "property", code: "91-1-1-1", name: "Kontula", address: "Kontulankaari 3", postal_code: "00940", district: "703", building_manager: null }, [DISTRICT]);
  server.put(BUILDING, { type: "building", property: PROPERTY, permanent_id: "1", name: "Talo 1", address: "Kontulankaari 3 A", cleaning_provider: AINO.organisation, spaces }, [DISTRICT]);
  server.put(ROUND, roundBody(VISITS, { building: BUILDING, on: localDate(new Date()) }), [OWN]);
  server.put(PRODUCT, productBody({ name: "Teho", dosing: { amount: 20, per_litres: 8 } }), ["catalogue"]);
  const licence = { label: "nordic_swan", licence: "3026 0001", valid_from: "2020-01-01", valid_until: null };
  server.put(ECO_PRODUCT, productBody({ name: "Pihta", licences: [licence] }), ["catalogue"]);
  server.put("stock:1", { type: "stock", organisation: AINO.organisation, products: [PRODUCT, ECO_PRODUCT] }, [DISTRICT]);
}
