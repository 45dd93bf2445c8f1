/** The one device of this page, and what the browser tells it. */
import { createDevice } from "./device";
import { browserEnvironment } from "./environment";
import type { Device } from "./types";

const running = createDevice(browserEnvironment());

export const device: Device = running;

if (typeof document !== "undefined") {
  addEventListener("online", () => running.wake("online"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      running.wake("visible");
    }
  });
}
