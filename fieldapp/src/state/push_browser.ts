/** What the browser can do about push messages. */

export interface Subscribed {
  readonly endpoint: string;
  /** The server's key that it was made for, base64url. */
  readonly key: string | null;
  toJSON(): PushSubscriptionJSON;
  end(): Promise<unknown>;
}

export interface PushBrowser {
  permission(): NotificationPermission;
  /** Asks the person; only in answer to a tap. */
  ask(): Promise<NotificationPermission>;
  subscription(): Promise<Subscribed | null>;
  /** Rejects when the browser's push service cannot be reached. */
  subscribe(key: string): Promise<Subscribed>;
}

/** The browser's; undefined where it has none, as on an iPhone outside of the home screen. */
export function browserPush(): PushBrowser | undefined {
  const has_worker = typeof navigator !== "undefined" && "serviceWorker" in navigator;
  if (!has_worker || typeof Notification === "undefined" || typeof PushManager === "undefined") {
    return undefined;
  }
  return {
    permission: () => Notification.permission,
    ask: () => Notification.requestPermission(),
    async subscription() {
      const found = await (await manager())?.getSubscription();
      return found ? subscribed(found) : null;
    },
    async subscribe(key) {
      const push = await manager();
      if (push === undefined) {
        throw new Error("no service worker");
      }
      return subscribed(await push.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    },
  };
}

async function manager(): Promise<PushManager | undefined> {
  return (await navigator.serviceWorker.getRegistration(import.meta.env.BASE_URL))?.pushManager;
}

function subscribed(found: PushSubscription): Subscribed {
  const { applicationServerKey } = found.options;
  return {
    endpoint: found.endpoint,
    key: applicationServerKey && base64url(new Uint8Array(applicationServerKey)),
    toJSON: () => found.toJSON(),
    end: () => found.unsubscribe(),
  };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/[=]+$/u, "");
}
