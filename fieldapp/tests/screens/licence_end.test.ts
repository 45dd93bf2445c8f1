// @vitest-environment happy-dom
/** A licence that ends today changes the answer tomorrow, on a phone that has no network since. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localDate } from "../../src/protocol/instants";
import { PRODUCT, productBody } from "../samples";
import { type Day, ECO_PRODUCT, openDay } from "./day";

let day: Day;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-04-01T12:00:00Z") });
  day = await openDay("/app/");
});

afterEach(() => {
  day.close();
  vi.useRealTimers();
});

function moveClockTo(instant: string): void {
  vi.setSystemTime(new Date(instant));
  // As when the phone is taken out of the pocket.
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("the eco rule offline", () => {
  it("takes a licence on its last day, and no more on the day after", async () => {
    const { syncNow } = await import("../../src/state/sync_status");
    const { find } = await import("../../src/state/documents");
    const { ecoAnswer } = await import("../../src/state/products");
    const licence = { label: "nordic_swan", licence: "3026 0001", valid_from: "2020-01-01", valid_until: localDate(new Date()) };
    day.server.put(ECO_PRODUCT, productBody({ name: "Pihta", licences: [licence] }), ["catalogue"]);
    await syncNow();
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const answer = (id: typeof PRODUCT) => {
      const product = find(id);
      if (!product) {
        throw new Error(`no ${id}`);
      }
      return ecoAnswer(product);
    };

    expect(answer(ECO_PRODUCT).is_eco_labelled).toBe(true);
    expect(answer(PRODUCT)).toMatchObject({ needs_reason: true, alternatives: [{ id: ECO_PRODUCT }] });

    moveClockTo("2026-04-02T12:00:00Z");

    expect(answer(ECO_PRODUCT).is_eco_labelled).toBe(false);
    expect(answer(PRODUCT)).toMatchObject({ needs_reason: false, alternatives: [] });
  });
});
