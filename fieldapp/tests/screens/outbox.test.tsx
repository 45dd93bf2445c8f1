// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Operation } from "../../src/protocol/operations";
import { problem } from "../fake_server";
import { AINO, ORDER } from "../samples";
import { openDay, type Day } from "./day";

let day: Day;

beforeEach(async () => {
  day = await openDay("/app/outbox");
});

afterEach(() => {
  day.close();
});

const section = (name: RegExp): HTMLElement => screen.getByRole("heading", { level: 2, name }).closest("section")!;
const isOdd = ({ payload }: Operation): boolean => payload["text"] === "Outo";

/** Comments on the order, and syncs so many times. */
async function comment(text: string, attempts: number): Promise<void> {
  const { record } = await import("../../src/state/record");
  const { syncNow } = await import("../../src/state/sync_status");
  await record("work_order.comment", ORDER, { text });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await syncNow();
  }
}

it("shows what the server would not take, with its code and a way to try again", async () => {
  day.server.refusal = ({ operations }) => (operations.some(isOdd) ? problem(500, "internal_error") : null);
  await comment("Outo", 4);
  const aside = await waitFor(() => section(/^Ei mennyt läpi \(1\)/u));
  expect(aside.textContent).toContain("internal_error");
  expect(screen.getAllByText("1 ei mennyt läpi").length).toBeGreaterThan(0);

  day.server.refusal = () => null;
  fireEvent.click(within(aside).getByRole("button", { name: "Yritä uudelleen" }));
  await waitFor(() => expect(section(/^Perillä/u).textContent).toContain("Outo"));
  expect(screen.queryByRole("button", { name: "Yritä uudelleen" })).toBeNull();
});

it("tells what a supervisor decided, and the words that came with it", async () => {
  day.server.verdict = (operation) => (isOdd(operation) ? { status: "quarantined", reason: "apply_failed" } : {});
  await comment("Outo", 1);
  await waitFor(() => expect(section(/^Vaatii huomiota/u).textContent).toContain("Outo"));

  const operation = day.server.requests.flatMap(({ operations }) => operations).find(isOdd)!;
  day.server.decide(operation, AINO, "dismissed", "Kirjattiin jo eilen");
  await comment("Tavallinen", 1);
  const arrived = await waitFor(() => section(/^Perillä \(2\)/u));
  expect(arrived.textContent).toMatch(/Työnjohtaja hylkäsi.*”Kirjattiin jo eilen”/su);
  expect(screen.queryByRole("heading", { level: 2, name: /^Vaatii huomiota/u })).toBeNull();
});

it("says that access has ended", async () => {
  day.server.endAccess(AINO);
  await comment("Viimeinen", 1);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("Työt on poistettu puhelimesta"));
});

it("says that an update is needed", async () => {
  day.server.refusal = ({ pull }) => (pull === false ? null : problem(426, "protocol_too_old"));
  await comment("Uusi", 1);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("Sovellus on vanhentunut"));
  expect(section(/^Perillä/u).textContent).toContain("Uusi");
});
