import { describe, expect, it } from "vitest";
import { fi, loadMessages } from "../../src/i18n/messages";
import { deadlineWords } from "../../src/screens/words/deadlines";

const now = new Date("2026-04-01T08:00:00");
const today = "2026-04-01";
const minor = { urgency: "minor", start_by: null, started_at: null, due_on: null } as const;
const urgent = { ...minor, urgency: "urgent" } as const;
const inMinutes = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();
const words = (order: Parameters<typeof deadlineWords>[0]) => deadlineWords(order, now, today, "fi", fi);

describe("a minor order", () => {
  it("counts the weekdays that are left, over Easter", () => {
    expect(words({ ...minor, due_on: "2026-04-08" })).toEqual({ text: "3 arkipäivää jäljellä", day: "ke 8.4.", tone: "plain" });
    expect(words({ ...minor, due_on: "2026-04-07" })).toMatchObject({ text: "2 arkipäivää jäljellä" });
  });

  it("says today and tomorrow by name", () => {
    expect(words({ ...minor, due_on: "2026-04-01" })).toEqual({ text: "Tänään", day: null, tone: "waiting" });
    expect(words({ ...minor, due_on: "2026-04-02" })).toEqual({ text: "Huomenna", day: "to 2.4.", tone: "waiting" });
  });

  it("says how late it is", () => {
    expect(words({ ...minor, due_on: "2026-03-31" })).toEqual({ text: "1 arkipäivä myöhässä", day: "ti 31.3.", tone: "urgent" });
    expect(words({ ...minor, due_on: "2026-03-27" })).toMatchObject({ text: "3 arkipäivää myöhässä" });
  });

  it("counts the eves where they are worked", () => {
    const order = { ...minor, due_on: "2026-06-23" };
    expect(deadlineWords(order, now, "2026-06-17", "fi", fi)).toMatchObject({ text: "3 arkipäivää jäljellä" });
    expect(deadlineWords(order, now, "2026-06-17", "fi", fi, false)).toMatchObject({ text: "4 arkipäivää jäljellä" });
    expect(deadlineWords({ ...minor, due_on: "2026-06-17" }, now, "2026-06-20", "fi", fi, false)).toMatchObject({ text: "2 arkipäivää myöhässä" });
  });

  it("is late on a Saturday after a Friday, though no weekday has passed", () => {
    const saturday = deadlineWords({ ...minor, due_on: "2026-04-10" }, now, "2026-04-11", "fi", fi);
    expect(saturday).toMatchObject({ text: "Myöhässä", tone: "urgent" });
  });

  it("has no deadline before the server has given one", () => {
    expect(words(minor)).toMatchObject({ text: fi.deadline.none, tone: "plain" });
  });
});

describe("an urgent order", () => {
  it("must be started by the minute", () => {
    expect(words({ ...urgent, start_by: inMinutes(74) })).toMatchObject({ text: "Aloita viimeistään 9.14", tone: "urgent" });
  });

  it("says for how long it is late", () => {
    expect(words({ ...urgent, start_by: inMinutes(-65) })).toMatchObject({ text: "Aloitus myöhässä 1 t 5 min" });
  });

  it("is told by its day once it is started", () => {
    expect(words({ ...urgent, start_by: inMinutes(-65), started_at: inMinutes(-70), due_on: today })).toMatchObject({ text: "Tänään" });
  });
});

it("speaks the other languages", async () => {
  const order = { ...minor, due_on: "2026-04-08" };
  expect(deadlineWords(order, now, today, "en", await loadMessages("en"))).toMatchObject({ text: "3 weekdays left", day: "Wed 8.4." });
  expect(deadlineWords(order, now, today, "sv", await loadMessages("sv"))).toMatchObject({ text: "3 vardagar kvar" });
});
