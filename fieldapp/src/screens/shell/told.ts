/** What the service worker tells an open page, and what the page tells the worker: its language. */
import { syncNow } from "../../state/sync_status";
import { keepWorkerLanguage } from "../../state/worker_language";
import { navigate } from "./navigation";
import { parseRoute } from "./routes";

/** Listens for push messages and taps on notifications; keeps the worker's language. */
export function startTold(): void {
  keepWorkerLanguage();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.addEventListener("message", hear);
    // A listener alone does not open the queue before the document is loaded.
    navigator.serviceWorker.startMessages();
  }
}

function hear({ data }: MessageEvent<unknown>): void {
  if (typeof data !== "object" || data === null || !("type" in data)) {
    return;
  }
  if (data.type === "OPEN" && "path" in data && typeof data.path === "string") {
    navigate(parseRoute(data.path));
  }
  if (data.type === "OPEN" || data.type === "PUSHED") {
    // The message itself says nothing: what counts is the document.
    void syncNow();
  }
}
