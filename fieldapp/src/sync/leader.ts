/**
 * One syncer a device (docs/protocol.md, step 19): tabs share the databases, so one of them syncs at a time and tells the
 * others to look. Both the lock and the telling are an optimisation; the server's idempotence and the stamp on the
 * documents' position are the safety, so a browser without either works too.
 */

/** `recorded`: the outbox has changed; `synced`: documents and archive have; `account`: somebody joined or signed out. */
export type TabMessage = "recorded" | "synced" | "account";

const NAME = "kierros-sync";

export class Tabs {
  #channel: BroadcastChannel | null = null;

  constructor(private readonly locks: LockManager | undefined) {}

  /** Begins to hear what other tabs tell. */
  listen(onMessage: (message: TabMessage) => void): void {
    this.#channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(NAME);
    this.#channel?.addEventListener("message", (event: MessageEvent<TabMessage>) => onMessage(event.data));
  }

  /** Tells the other tabs; this one hears nothing of it. */
  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  /** Runs the work unless another tab is at it: then answers `busy`. */
  async exclusively<T>(work: () => Promise<T>): Promise<T | "busy"> {
    if (!this.locks) {
      return work();
    }
    return this.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? work() : ("busy" as const)));
  }

  close(): void {
    this.#channel?.close();
  }
}
