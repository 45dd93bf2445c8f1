// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import { fireEvent, screen, waitFor } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openDay, type Day } from "./day";

/** Base64url of four bytes: as good a key as any here. */
const KEY = "AQIDBA";
const ON = "Päällä. Hälytys herättää tämän puhelimen.";
const OFF = "Pois päältä. Hälytys ei herätä tätä puhelinta.";
const UNCONFIRMED = /Odottaa yhteyttä palvelimeen/u;

let day: Day | null = null;
/** What the server has of this phone. */
let registered: string | null;
let requests: string[];
let is_online: boolean;
/** What the browser has. */
let permission: NotificationPermission;
let answer: NotificationPermission;
let endpoint: string | null;
let made: number;

function subscription(at: string) {
  return {
    endpoint: at,
    options: { applicationServerKey: new Uint8Array([1, 2, 3, 4]).buffer },
    toJSON: () => ({ endpoint: at, keys: { p256dh: "p", auth: "a" } }),
    unsubscribe: async () => {
      endpoint = null;
      return true;
    },
  };
}

const pushManager = {
  getSubscription: async () => (endpoint === null ? null : subscription(endpoint)),
  subscribe: async ({ applicationServerKey, userVisibleOnly }: PushSubscriptionOptionsInit) => {
    if (applicationServerKey !== KEY || !userVisibleOnly) {
      throw new Error("no such key");
    }
    made += 1;
    endpoint = `https://fcm.googleapis.com/${made}`;
    return subscription(endpoint);
  },
};

async function pushServer(init: RequestInit): Promise<Response> {
  if (!is_online) {
    throw new TypeError("no network");
  }
  requests.push(init.method ?? "GET");
  if (init.method === "PUT") {
    registered = (JSON.parse(init.body as string) as { endpoint: string }).endpoint;
  } else if (init.method === "DELETE") {
    registered = null;
  } else {
    return Response.json({ public_key: KEY, endpoint: registered });
  }
  return new Response(null, { status: 204 });
}

async function openMore(): Promise<Day> {
  const opened = await openDay("/app/more");
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => (url === "/api/push" ? pushServer(init) : opened.server.fetch(url, init)));
  day = opened;
  await screen.findByRole("heading", { name: "Ilmoitukset" });
  return opened;
}

const turn = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));

beforeEach(() => {
  [registered, requests, is_online, permission, answer, endpoint, made] = [null, [], true, "default", "granted", null, 0];
  localStorage.clear();
  vi.stubGlobal("PushManager", vi.fn());
  vi.stubGlobal("Notification", {
    get permission() {
      return permission;
    },
    requestPermission: async () => (permission = answer),
  });
  Object.defineProperty(navigator, "serviceWorker", { configurable: true, value: { getRegistration: async () => ({ pushManager }) } });
});

afterEach(() => {
  day?.close();
  Reflect.deleteProperty(navigator, "serviceWorker");
});

it("is turned on and off by the person, at the server too", async () => {
  await openMore();
  await screen.findByText(OFF);
  await turn("Ota ilmoitukset käyttöön");
  await screen.findByText(ON);
  expect(registered).toBe("https://fcm.googleapis.com/1");
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false }, region: { enabled: false } } });
  expect(violations).toEqual([]);

  await turn("Poista ilmoitukset käytöstä");
  await screen.findByText(OFF);
  await waitFor(() => expect(registered).toBeNull());
  expect(endpoint).toBeNull();
});

it("says that the browser was told no, and offers nothing that cannot work", async () => {
  await openMore();
  answer = "denied";
  await turn("Ota ilmoitukset käyttöön");
  await screen.findByText(/estetty selaimen asetuksissa/u);
  expect(screen.queryByRole("button", { name: "Ota ilmoitukset käyttöön" })).toBeNull();
  expect(requests).toEqual([]);
});

it("says that a browser without push messages has none", async () => {
  vi.stubGlobal("PushManager", undefined);
  await openMore();
  expect(await screen.findByText(/selain ei osaa ilmoituksia/u)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Ota ilmoitukset käyttöön" })).toBeNull();
});

it("is not called on before the server knows, and is when the network is back", async () => {
  await openMore();
  await screen.findByText(OFF);
  is_online = false;
  await turn("Ota ilmoitukset käyttöön");
  await screen.findByText(UNCONFIRMED);
  is_online = true;
  dispatchEvent(new Event("online"));
  await screen.findByText(ON);
  expect(registered).toBe(endpoint);
});

it("registers again when the browser has another endpoint", async () => {
  await openMore();
  await turn("Ota ilmoitukset käyttöön");
  await screen.findByText(ON);
  endpoint = "https://fcm.googleapis.com/renewed";
  dispatchEvent(new Event("online"));
  await waitFor(() => expect(registered).toBe("https://fcm.googleapis.com/renewed"));
  await screen.findByText(ON);
});

it("ends with signing out", async () => {
  await openMore();
  await turn("Ota ilmoitukset käyttöön");
  await screen.findByText(ON);
  const { signOut } = await import("../../src/state/session");
  expect(await signOut()).toEqual({ ok: true });
  await waitFor(() => expect(registered).toBeNull());
  expect(endpoint).toBeNull();
});
