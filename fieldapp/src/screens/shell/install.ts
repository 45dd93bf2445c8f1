/** Putting the app onto the home screen: where the browser offers it, in one tap; elsewhere in words. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";

/** Not in TypeScript's DOM types: a proposal that Chromium has. */
type InstallPrompt = Event & { prompt(): Promise<unknown> };

const offer = signal<InstallPrompt | null>(null);
const installed = signal(matchMedia("(display-mode: standalone)").matches);

/** Whether the browser can install the app at a tap. */
export const canInstall = computed(() => offer.value !== null);
export const isInstalled: ReadonlySignal<boolean> = installed;
/** iPhones have no offer to catch: people need other words there. */
export const isApple = /iPhone|iPad/u.test(navigator.userAgent);

/** Listens from the first moment: browsers make the offer once, early. */
export function startInstall(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.value = event as InstallPrompt;
  });
  addEventListener("appinstalled", () => {
    installed.value = true;
    offer.value = null;
  });
}

export async function install(): Promise<void> {
  await offer.peek()?.prompt();
  offer.value = null;
}
