/** The service worker, and taking a new version over when the person likes. */
import { effect, signal, type ReadonlySignal } from "@preact/signals";

import { writingCount } from "./saving";

const waiting = signal<ServiceWorker | null>(null);
let isRestarting = false;

/** Whether a new version is on the phone and waits to be started. */
export const isUpdateReady: ReadonlySignal<ServiceWorker | null> = waiting;

/** Registers the worker. The page reloads only when somebody asked for the new version. */
export async function startUpdates(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) {
    return;
  }
  navigator.serviceWorker.addEventListener("controllerchange", () => isRestarting && location.reload());
  const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`, { scope: import.meta.env.BASE_URL });
  const look = () => {
    // Without a controller this is the first version: nothing older is running.
    waiting.value = navigator.serviceWorker.controller ? registration.waiting : null;
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && navigator.onLine) {
      // An unreachable server is no error here: the next look will tell.
      registration.update().catch(() => undefined);
    }
  });
}

/** Starts the new version as soon as nothing is being written. */
export function restart(): void {
  const stop = effect(() => {
    if (writingCount.value === 0 && !isRestarting) {
      isRestarting = true;
      waiting.peek()?.postMessage({ type: "SKIP_WAITING" });
    }
  });
  if (isRestarting) {
    stop();
  }
}

/** Hides the bar until the next version or start. */
export function later(): void {
  waiting.value = null;
}
