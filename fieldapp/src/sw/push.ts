/// <reference lib="webworker" />
/** What a push message shows (docs/protocol.md, Alerts), and where tapping it leads. */
import { push as en } from "../i18n/push/en";
import { push as fi } from "../i18n/push/fi";
import { push as sv } from "../i18n/push/sv";
import { savedLanguage } from "../store/language";
import { WorkerNotes } from "../store/worker_notes";
import type { Language } from "../protocol/codes";

const MESSAGES = { fi, sv, en };
const APP = "/app/";
const DUTY = "/app/duty";
const ICON = "/app/icons/icon-192.png";
const ALERT = /^duty_alert:[0-9a-f-]{36}$/u;

/** What a page is told: a message came (it syncs), or a notification was tapped (it goes there too). */
export type Told = { readonly type: "PUSHED" } | { readonly type: "OPEN"; readonly path: string };

export interface Shown {
  readonly title: string;
  readonly options: NotificationOptions & { readonly data: { readonly path: string } };
}

/** The notification for a message. There is always one: a browser takes the permission from who stays silent. */
export function shownFor(message: string | null, language: Language): Shown {
  const alert = alertOf(message);
  const { title, body } = MESSAGES[language][alert === null ? "other" : "alert"];
  return {
    title,
    options: {
      body,
      lang: language,
      icon: ICON,
      // A message that comes twice stays one notification.
      tag: alert ?? "other",
      requireInteraction: alert !== null,
      data: { path: alert === null ? APP : DUTY },
    },
  };
}

/** Shows what comes, and leads into the app. */
export function startPush(worker: ServiceWorkerGlobalScope): void {
  const notes = new WorkerNotes();
  worker.addEventListener("push", (event) => {
    const show = async () => {
      const language = (await notes.language()) ?? savedLanguage(undefined, worker.navigator.languages);
      const { title, options } = shownFor(textOf(event.data), language);
      await worker.registration.showNotification(title, options);
      await tell(worker, { type: "PUSHED" });
    };
    event.waitUntil(show());
  });
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(worker, pathOf(event.notification)));
  });
}

/** Brings the app to the front; opens it where no page of it is open. An open page goes there itself, without reloading. */
async function open(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const [page] = await pages(worker);
  if (page === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  page.postMessage({ type: "OPEN", path } satisfies Told, []);
  // A browser may refuse to bring a window to the front: the page is on its way there all the same.
  await page.focus().catch(() => undefined);
}

async function tell(worker: ServiceWorkerGlobalScope, told: Told): Promise<void> {
  for (const page of await pages(worker)) {
    page.postMessage(told, []);
  }
}

async function pages(worker: ServiceWorkerGlobalScope): Promise<readonly WindowClient[]> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.filter(({ url }) => new URL(url).pathname.startsWith(APP));
}

function alertOf(message: string | null): string | null {
  try {
    const value: unknown = JSON.parse(message ?? "null");
    const alert = typeof value === "object" && value !== null && "alert" in value ? value.alert : null;
    return typeof alert === "string" && ALERT.test(alert) ? alert : null;
  } catch {
    return null;
  }
}

function textOf(data: PushMessageData | null): string | null {
  try {
    return data?.text() ?? null;
  } catch {
    return null;
  }
}

function pathOf(notification: Notification): string {
  const data: unknown = notification.data;
  return typeof data === "object" && data !== null && "path" in data && data.path === DUTY ? DUTY : APP;
}
