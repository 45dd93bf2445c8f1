import { expect, it, vi } from "vitest";
import { StorageReport } from "../../src/state/storage_report";

function storageThat(changes: Partial<StorageManager>): StorageManager {
  return { persisted: async () => false, persist: async () => true, estimate: async () => ({ usage: 4_096 }), ...changes } as StorageManager;
}

it("asks for what it has not got, and tells how much is used", async () => {
  const report = new StorageReport(storageThat({}));
  expect([report.persisted.value, report.used.value]).toEqual([null, null]);
  report.ask();
  report.measure();
  await vi.waitFor(() => expect([report.persisted.value, report.used.value]).toEqual([true, 4_096]));
});

it("does not ask again for what was promised", async () => {
  let asked = 0;
  const report = new StorageReport(
    storageThat({
      persisted: async () => true,
      persist: async () => {
        asked += 1;
        return true;
      },
    }),
  );
  report.ask();
  await vi.waitFor(() => expect(report.persisted.value).toBe(true));
  expect(asked).toBe(0);
});

it("tells the truth as long as the browser does not answer", async () => {
  const report = new StorageReport(storageThat({ persist: () => new Promise(() => undefined) }));
  report.ask();
  await vi.waitFor(() => expect(report.persisted.value).toBe(false));
});

it("knows nothing where the browser tells nothing", async () => {
  const refusing = new StorageReport(storageThat({ persisted: () => Promise.reject(new Error("no")), estimate: async () => ({}) }));
  const missing = new StorageReport(undefined);
  for (const report of [refusing, missing]) {
    report.ask();
    report.measure();
    await new Promise(setImmediate);
    expect([report.persisted.value, report.used.value]).toEqual([null, null]);
  }
});
