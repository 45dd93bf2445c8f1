import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeServer } from "../fake_server";
import { AINO, fillDay, ORDER, ROUND, VEIKKO, SCOPE } from "../samples";
import { newPhone, Worker } from "../worker";

let server: FakeServer;
let aino: Worker;

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  fillDay(server);
  aino = new Worker(server.fetch);
  await aino.start();
});

afterEach(async () => {
  await aino.device.close();
});

const visitState = (visit: string) => aino.device.find(ROUND)?.visits.find(({ id }) => id === visit)?.state;

describe("joining", () => {
  it("signs the worker in and downloads the day", async () => {
    expect(await aino.join("AINO1")).toEqual({ ok: true });
    await aino.device.syncNow();

    expect(aino.device.session.value?.person.name).toBe("Aino");
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
    expect(aino.device.status.value).toMatchObject({ phase: "idle", waiting: 0, error_code: null, first_download: null });
  });

  it("says which code was wrong", async () => {
    expect(await aino.join("AINO2")).toEqual({ ok: false, code: "code_unknown" });
    expect(aino.device.session.value).toBeNull();
  });

  it("says when nobody answers, and when somebody else does", async () => {
    aino.link.weather = { kind: "down" };
    expect(await aino.join("AINO1")).toEqual({ ok: false, code: "network" });
    aino.link.weather = { kind: "portal" };
    expect(await aino.join("AINO1")).toEqual({ ok: false, code: "not_an_answer" });
  });

  it("is remembered over a restart without network", async () => {
    await aino.join("AINO1");
    await aino.device.syncNow();
    await aino.restart();

    expect(aino.device.ready.value).toBe(true);
    expect(aino.device.session.value?.device_name).toBe("Testipuhelin");
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("brings back the language that the browser was killed too early to write down", async () => {
    await aino.device.close();
    aino = new Worker(server.fetch, { languages: ["en"] });
    await aino.start();
    await aino.join("AINO1");
    await aino.restart();
    expect(aino.device.language.value).toBe("fi");
  });
});

describe("recording", () => {
  beforeEach(async () => {
    await aino.join("AINO1");
    await aino.device.syncNow();
    aino.link.weather = { kind: "down" };
  });

  it("shows its effect and counts as saved without any network", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "b" });

    expect(visitState("b")).toBe("done");
    expect(aino.device.waitingCount.value).toBe(1);
    expect(aino.device.entries.value[0]).toMatchObject({
      state: "saved",
      operation: { sequence: 1, base_revision: 1, seen: { state: "open" }, clock: { server_time: "2026-04-01T05:00:00.000Z" } },
    });
  });

  it("survives a restart", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    await aino.restart();

    expect(visitState("b")).toBe("done");
    expect(aino.device.waitingCount.value).toBe(1);
  });

  it("is accepted when the server has it", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    await aino.syncIn({ kind: "up" });

    expect(aino.device.entries.value[0]).toMatchObject({ state: "accepted" });
    expect(aino.device.waitingCount.value).toBe(0);
    expect(aino.device.documents.value).toEqual(server.visibleTo(AINO));
  });

  it("tells what the server thinks of it", async () => {
    server.verdict = ({ kind }) =>
      kind === "work_order.comment"
        ? { status: "flagged", flags: ["outside_scope"] }
        : { status: "quarantined", reason: "apply_failed" };
    await aino.device.record("work_order.comment", ORDER, { text: "Avain puuttuu" });
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    await aino.syncIn({ kind: "up" });

    expect(aino.device.entries.value).toMatchObject([
      { state: "needs_look", reason: "apply_failed" },
      { state: "flagged", flags: ["outside_scope"] },
    ]);
    expect(visitState("b"), "a quarantined operation stays on show").toBe("done");
    await aino.restart();
    expect(visitState("b"), "also over a restart").toBe("done");
  });

  it("keeps what the server answers with later", async () => {
    server.verdict = () => ({ status: "later" });
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "failed", error_code: "busy", waiting: 1 });
    expect(aino.device.entries.value[0]).toMatchObject({ state: "saved" });

    server.verdict = () => ({});
    await aino.syncIn({ kind: "up" });
    expect(aino.device.status.value).toMatchObject({ phase: "idle", error_code: null, waiting: 0 });
  });

  it("takes nothing for acknowledged that a captive portal says", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    await aino.syncIn({ kind: "portal" });

    expect(aino.device.status.value).toMatchObject({ phase: "failed", error_code: "not_an_answer", waiting: 1 });
  });

  it("stores texts that every server can store", async () => {
    await aino.device.record("work_order.comment", ORDER, { text: `Avain\0 puuttuu \uD83D` });
    expect(aino.device.entries.value[0]?.operation.payload).toEqual({ text: "Avain puuttuu \uFFFD" });
  });

  it("needs somebody who is signed in", async () => {
    const stranger = new Worker(server.fetch);
    await expect(stranger.device.record("round.start", ROUND, {})).rejects.toMatchObject({ code: "no_session" });
    await stranger.device.close();
  });

  it("exports everything, and no token", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    const text = await (await aino.device.exportFile()).text();

    expect(JSON.parse(text)).toMatchObject({
      person: { name: "Aino" },
      operations: [{ state: "settled" }, { state: "waiting", operation: { payload: { visit: "b" } } }],
    });
    expect(text).not.toContain("token-AINO1");
  });
});

describe("being signed out by the server", () => {
  beforeEach(async () => {
    await aino.join("AINO1");
    await aino.device.syncNow();
    server.revokeToken("token-AINO1");
    await aino.device.record("round.tick", ROUND, { visit: "a" });
    await aino.syncIn({ kind: "up" });
  });

  it("keeps everything, and lets the worker go on", async () => {
    expect(aino.device.status.value).toMatchObject({ phase: "signed_out", error_code: "invalid_token", waiting: 1 });
    await aino.device.record("round.tick", ROUND, { visit: "b" });
    expect(visitState("b")).toBe("done");
  });

  it("sends all of it when the same person joins again", async () => {
    server.invite("AINO2", AINO, SCOPE);
    aino.link.weather = { kind: "up" };
    expect(await aino.join("AINO2")).toEqual({ ok: true });
    await aino.device.syncNow();

    expect(aino.device.status.value).toMatchObject({ phase: "idle", waiting: 0 });
    expect(server.effects).toHaveLength(1);
  });

  it("refuses another person while something waits", async () => {
    server.invite("VEIKKO1", VEIKKO, ["catalogue"]);
    aino.link.weather = { kind: "up" };

    expect(await aino.join("VEIKKO1")).toEqual({ ok: false, code: "outbox_not_empty" });
    expect(aino.device.session.value?.person.name).toBe("Aino");
    expect(aino.device.waitingCount.value).toBe(1);
  });
});

describe("signing out", () => {
  beforeEach(async () => {
    await aino.join("AINO1");
    await aino.device.syncNow();
    aino.link.weather = { kind: "down" };
  });

  it("is refused while something waits", async () => {
    await aino.device.record("round.tick", ROUND, { visit: "a" });

    expect(await aino.device.signOut()).toEqual({ ok: false, waiting: 1 });
    expect(aino.device.session.value).not.toBeNull();
  });

  it("leaves nothing of the documents for the next person", async () => {
    expect(await aino.device.signOut()).toEqual({ ok: true });
    expect(aino.device.documents.value.size).toBe(0);

    server.invite("VEIKKO1", VEIKKO, ["catalogue"]);
    await aino.restart();
    expect(aino.device.session.value).toBeNull();
    aino.link.weather = { kind: "up" };
    await aino.join("VEIKKO1");
    await aino.device.syncNow();
    expect(aino.device.documents.value).toEqual(server.visibleTo(VEIKKO));
    expect(aino.device.entries.value).toEqual([]);
  });
});
