import "fake-indexeddb/auto";
import { describe, expect, it, vi } from "vitest";
import { shownFor, startPush } from "../../src/sw/push";
import { WorkerNotes } from "../../src/store/worker_notes";
import { newPhone } from "../worker";

const ALERT = "duty_alert:0193b0c0-0000-7000-8000-00000000a001";

describe("what is shown", () => {
  it("is an alert in the app's language, once for each alert", () => {
    const { title, options } = shownFor(JSON.stringify({ alert: ALERT }), "sv");
    expect(title).toBe("Nytt larm");
    expect(options).toMatchObject({ tag: ALERT, lang: "sv", requireInteraction: true, data: { path: "/app/duty" } });
  });

  it.each([null, "", "{", "null", "7", "[]", '{"alert":7}', '{"alert":"work_order:x"}', '{"alert":"duty_alert:Aino Laine"}'])(
    "is a general text for %j",
    (message) => {
      const { title, options } = shownFor(message, "fi");
      expect(title).toBe("Kierros");
      expect(options).toMatchObject({ body: "Sovelluksessa on uutta. Avaa Kierros.", tag: "other", data: { path: "/app/" } });
    },
  );
});

class FakeWorker {
  readonly navigator = { languages: ["en-GB"] };
  readonly shown: { title: string; options: { lang: string } }[] = [];
  readonly opened: string[] = [];
  readonly windows: { url: string; told: unknown[]; postMessage(message: unknown): void; focus(): Promise<void> }[] = [];
  readonly registration = {
    showNotification: async (title: string, options: { lang: string }) => void this.shown.push({ title, options }),
  };
  readonly clients = {
    matchAll: async () => this.windows,
    openWindow: async (path: string) => void this.opened.push(path),
  };
  readonly #handlers = new Map<string, (event: unknown) => void>();

  constructor() {
    newPhone();
    startPush(this as unknown as ServiceWorkerGlobalScope);
  }

  addEventListener(type: string, handler: (event: unknown) => void): void {
    this.#handlers.set(type, handler);
  }

  /** A page of this site is open; its browser does not let it come to the front. */
  openPage(url: string): unknown[] {
    const told: unknown[] = [];
    this.windows.push({ url, told, postMessage: (message) => void told.push(message), focus: () => Promise.reject(new Error("no")) });
    return told;
  }

  async happens(type: string, event: object): Promise<void> {
    let done: Promise<unknown> = Promise.resolve();
    this.#handlers.get(type)?.({ ...event, waitUntil: (promise: Promise<unknown>) => (done = promise) });
    await done;
  }
}

const dataOf = (text: string) => ({ data: { text: () => text } });

describe("the worker", () => {
  it("speaks the browser's language until the app's is known", async () => {
    const worker = new FakeWorker();
    await worker.happens("push", dataOf("?"));
    const notes = new WorkerNotes();
    await notes.noteLanguage("sv");
    await worker.happens("push", { data: null });
    expect(worker.shown.map(({ options }) => options.lang)).toEqual(["en", "sv"]);
  });

  it("tells the pages of the app that a message came, and no others", async () => {
    const worker = new FakeWorker();
    const app = worker.openPage("https://kierros.example/app/orders");
    const console_ = worker.openPage("https://kierros.example/console/");
    await worker.happens("push", dataOf(JSON.stringify({ alert: ALERT })));
    expect(app).toEqual([{ type: "PUSHED" }]);
    expect(console_).toEqual([]);
  });

  it("opens the app at duty when a notification is tapped", async () => {
    const worker = new FakeWorker();
    const close = vi.fn<() => void>();
    await worker.happens("notificationclick", { notification: { close, data: { path: "/app/duty" } } });
    expect(close).toHaveBeenCalledOnce();
    expect(worker.opened).toEqual(["/app/duty"]);
  });

  it("leads an open page there, without a second one", async () => {
    const worker = new FakeWorker();
    const told = worker.openPage("https://kierros.example/app/");
    await worker.happens("notificationclick", { notification: { close: () => undefined, data: { path: "/app/duty" } } });
    expect(told).toEqual([{ type: "OPEN", path: "/app/duty" }]);
    expect(worker.opened).toEqual([]);
  });

  it("leads nowhere else than into the app", async () => {
    const worker = new FakeWorker();
    await worker.happens("notificationclick", { notification: { close: () => undefined, data: { path: "https://evil.example/" } } });
    expect(worker.opened).toEqual(["/app/"]);
  });
});
