/** What a device takes from the world around it, so that tests can give it another one. */
import type { ScheduleEnvironment } from "../sync/schedule";
import type { Fetch } from "../sync/transport";
import { browserPush } from "./push_browser";
import type { PushBrowser } from "./push_browser";

declare const __BUILD__: string;

export interface Environment extends ScheduleEnvironment {
  readonly build: string;
  readonly fetch: Fetch;
  /** The phone's time. */
  now(): Date;
  /** Milliseconds of a clock that nobody can set. */
  steady_ms(): number;
  readonly locks: LockManager | undefined;
  readonly storage: StorageManager | undefined;
  readonly local_storage: Storage | undefined;
  /** The browser's languages, best first. */
  readonly languages: readonly string[];
  /** Missing where the browser has no push messages. */
  readonly push?: PushBrowser | undefined;
}

/** The browser's. Several parts may be missing there, and all are outside of one. */
export function browserEnvironment(): Environment {
  const browser = typeof navigator === "undefined" ? undefined : navigator;
  return {
    build: typeof __BUILD__ === "undefined" ? "dev" : __BUILD__,
    fetch: (url, init) => fetch(url, init),
    now: () => new Date(),
    now_ms: () => Date.now(),
    steady_ms: () => performance.now(),
    random: () => Math.random(),
    is_online: () => browser?.onLine ?? true,
    after: (delay_ms, call) => {
      const timer = setTimeout(call, delay_ms);
      return () => clearTimeout(timer);
    },
    // Present in secure contexts only, whatever the types say.
    locks: (browser as Partial<Navigator> | undefined)?.locks,
    storage: (browser as Partial<Navigator> | undefined)?.storage,
    local_storage: localStorageOrNone(),
    languages: browser?.languages ?? [],
    push: browserPush(),
  };
}

function localStorageOrNone(): Storage | undefined {
  try {
    return typeof localStorage === "undefined" ? undefined : localStorage;
  } catch {
    // A browser that blocks storage throws at the mere name.
    return undefined;
  }
}
