import { expect, it } from "vitest";
import { fi } from "../../src/i18n/messages";
import { syncWords } from "../../src/screens/outbox/sync_words";
import type { SyncStatus } from "../../src/state/types";

const today = "2026-04-01";
const at = (local: string): string => new Date(local).toISOString();
const peace: SyncStatus = {
  phase: "idle",
  last_success_at: at("2026-04-01T10:42:00"),
  failing_since: null,
  waiting: 0,
  error_code: null,
  first_download: null,
  persisted: true,
  storage_used: 1,
};
const words = (changes: Partial<SyncStatus>, needsLook = 0, setAside = 0) =>
  syncWords({ ...peace, ...changes }, { needsLook, setAside }, today, fi);
const nineTen = at("2026-04-01T09:10:00");

it("says that all is sent, in green", () => {
  expect(words({})).toMatchObject({ text: "Kaikki lähetetty 10.42", tone: "accepted" });
});

it("goes on saying so while it looks again: a flicker every minute would tell nothing", () => {
  expect(words({ phase: "syncing" })).toMatchObject({ text: "Kaikki lähetetty 10.42" });
});

it("counts what waits, and says since when there is no network", () => {
  expect(words({ waiting: 3, phase: "offline", failing_since: nineTen })).toMatchObject({
    text: "3 odottaa, ei verkkoa klo 9.10 alkaen",
    tone: "waiting",
  });
  expect(words({ waiting: 3, phase: "failed", failing_since: nineTen })).toMatchObject({
    text: "3 odottaa, palvelin ei vastaa klo 9.10 alkaen",
  });
  expect(words({ waiting: 1 })).toMatchObject({ text: "1 odottaa lähetystä", tone: "waiting" });
});

it("is calm without network while nothing waits", () => {
  expect(words({ phase: "offline", failing_since: nineTen })).toMatchObject({ text: "Ei verkkoa klo 9.10 alkaen", tone: "plain" });
});

it("puts what needs a look before what waits, and a lost account before both", () => {
  expect(words({ waiting: 3 }, 1)).toMatchObject({ text: "1 vaatii huomiota", tone: "waiting" });
  expect(words({ waiting: 3, phase: "signed_out" }, 1)).toMatchObject({ text: fi.sync.signed_out, tone: "urgent" });
});

it("says when access has ended or an update is needed, and what did not get through, before anything that can wait", () => {
  expect(words({ phase: "access_ended" }, 1, 1)).toMatchObject({ text: fi.sync.access_ended, tone: "urgent" });
  expect(words({ phase: "update_needed", waiting: 2 })).toMatchObject({ text: fi.sync.update_needed, tone: "urgent" });
  expect(words({ waiting: 3 }, 1, 1)).toMatchObject({ text: "1 ei mennyt läpi", tone: "urgent" });
});

it("never claims a contact that was not", () => {
  expect(words({ last_success_at: null })).toMatchObject({ text: fi.sync.never, tone: "plain" });
});
