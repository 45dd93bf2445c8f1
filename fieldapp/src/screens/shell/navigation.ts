/** Where the app is, and going elsewhere: the browser's own history, without reloading. */
import { signal, type ReadonlySignal } from "@preact/signals";

import { parseRoute, pathOf, type Route } from "./routes";

const current = signal<Route>(parseRoute(location.pathname, location.hash));
/** Where each entry of the history was scrolled to, by how deep it lies. */
const scrolled = new Map<number, number>();

/** The screen that is shown. */
export const route: ReadonlySignal<Route> = current;

/** Goes to a screen; `replace` leaves no way back to the one before. */
export function navigate(to: Route, { replace = false } = {}): void {
  if (replace) {
    history.replaceState({ depth: depth() }, "", pathOf(to));
  } else {
    scrolled.set(depth(), scrollY);
    history.pushState({ depth: depth() + 1 }, "", pathOf(to));
  }
  show(to, 0);
}

/** Goes back within the app; to `fallback` when the app was opened on this screen. */
export function back(fallback: Route): void {
  if (depth() > 0) {
    history.back();
  } else {
    navigate(fallback, { replace: true });
  }
}

/** Follows links within the app without reloading, and the browser's back and forward buttons. */
export function startNavigation(): void {
  history.scrollRestoration = "manual";
  document.addEventListener("click", followLink);
  addEventListener("popstate", () => show(parseRoute(location.pathname, location.hash), scrolled.get(depth()) ?? 0));
}

function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target === "_blank" || link.origin !== location.origin) {
    return;
  }
  const to = parseRoute(link.pathname, link.hash);
  if (!link.pathname.startsWith("/app/") || link.hash.length > 1) {
    return;
  }
  event.preventDefault();
  if (link.dataset["back"] === undefined) {
    navigate(to);
  } else {
    back(to);
  }
}

function show(to: Route, scroll: number): void {
  current.value = to;
  // After the new screen is in place: signals render in a microtask.
  requestAnimationFrame(() => {
    scrollTo({ top: scroll, behavior: "instant" });
    // Beside a list the chosen thing comes last.
    [...document.querySelectorAll("h1")].at(-1)?.focus({ preventScroll: true });
  });
}

function depth(): number {
  const state: unknown = history.state;
  const found = typeof state === "object" && state !== null && "depth" in state ? state.depth : 0;
  return typeof found === "number" ? found : 0;
}
