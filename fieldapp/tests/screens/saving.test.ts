import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { acknowledgeFailure, failure, lastSaid, save, undoLast, writingCount } from "../../src/screens/shell/saving";
import { NotSaved } from "../../src/state/record";

/** A write that ends when it is told to. */
class SlowWrite {
  end: () => void = () => undefined;
  readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  acknowledgeFailure();
});

it("says saved only after the phone has it", async () => {
  const writing = new SlowWrite();
  const saving = save(() => writing.ended, "Porras B kuitattu");
  expect([lastSaid.value, writingCount.value]).toEqual([null, 1]);

  writing.end();
  expect(await saving).toBe(true);
  expect([lastSaid.value?.text, writingCount.value]).toEqual(["Porras B kuitattu", 0]);
});

it("stops saying so after a while", async () => {
  await save(() => Promise.resolve(), "Porras B kuitattu");
  vi.advanceTimersByTime(60_000);
  expect(lastSaid.value).toBeNull();
});

it("says aloud what was not saved, until it has been read", async () => {
  expect(await save(() => Promise.reject(new NotSaved("quota")), "Porras B kuitattu")).toBe(false);
  expect([failure.value, lastSaid.value, writingCount.value]).toEqual(["quota", null, 0]);
  acknowledgeFailure();
  expect(failure.value).toBeNull();
});

it("hides no fault of its own", async () => {
  await expect(save(() => Promise.reject(new TypeError("a fault")), "Porras B kuitattu")).rejects.toThrow("a fault");
  expect(writingCount.value).toBe(0);
});

it("takes back what was said last, once", async () => {
  const undone: string[] = [];
  await save(() => Promise.resolve(), "Porras B kuitattu", () => undone.push("B"));
  undoLast();
  undoLast();
  expect([undone, lastSaid.value]).toEqual([["B"], null]);
});
