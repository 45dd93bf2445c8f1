/// <reference lib="webworker" />
/**
 * Keeps the app itself on the phone, and shows push messages (push.ts). What the build made is cached when a version is
 * installed, every screen's address gets the start page, and /api lies outside its scope of answers.
 */
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

import { startPush } from "./push";

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("index.html"), { allowlist: [/^\/app(?:\/|$)/u] }));

// The very first version takes the open page at once, so that it works without network from then on.
clientsClaim();

// A later version waits until the person restarts the app: nothing changes under anybody's hands.
self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const message: unknown = event.data;
  if (typeof message === "object" && message !== null && "type" in message && message.type === "SKIP_WAITING") {
    void self.skipWaiting();
  }
});

startPush(self);
