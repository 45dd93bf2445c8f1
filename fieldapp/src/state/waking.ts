/** Whether this phone can be woken by an alert: what the person wants, what the browser allows, what the server knows. */
import { signal } from "@preact/signals";
import { readRegistered, register, unregister } from "../sync/push_requests";
import type { Environment } from "./environment";
import type { Subscribed } from "./push_browser";
import type { NotificationState } from "./types";

/** The endpoint that the server is known to have; empty when it is wanted and not known yet; absent when it is off. */
const WANTED = "kierros-notifications";

export class Waking {
  readonly state = signal<NotificationState>("not_supported");
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly environment: Environment,
    private readonly token: () => string | null,
  ) {}

  /** Sees how things are, and tells the server what it does not know. */
  look(): Promise<void> {
    return this.#next(() => this.#bringUp());
  }

  /** In answer to a tap: asks the browser's permission, subscribes, tells the server. */
  async turnOn(): Promise<void> {
    // Before anything else is waited for: the permission can only be asked for in the tap itself.
    const permission = await this.environment.push?.ask();
    if (permission === "granted") {
      this.#want("");
    }
    await this.look();
  }

  /** Ends it here, and at the server when that can be reached; otherwise its next message finds nobody, and it forgets. */
  turnOff(token = this.token()): Promise<void> {
    return this.#next(async () => {
      this.#want(null);
      const { push, fetch } = this.environment;
      await (await push?.subscription())?.end();
      await this.#see();
      if (token !== null && push !== undefined) {
        await unregister(fetch, token);
      }
    });
  }

  async #bringUp(): Promise<void> {
    await this.#see();
    const token = this.token();
    const { push, fetch } = this.environment;
    if (push?.permission() !== "granted" || this.#wanted() === null || token === null) {
      return;
    }
    const server = await readRegistered(fetch, token);
    if (server === null) {
      return;
    }
    const subscription = await this.#subscription(server.public_key);
    const isKnown = server.endpoint === subscription.endpoint || (await register(fetch, token, subscription.toJSON()));
    this.#want(isKnown ? subscription.endpoint : "");
    await this.#see();
  }

  /** The subscription for a key; one that was made for another key, before the server lost it, wakes nobody. */
  async #subscription(key: string): Promise<Subscribed> {
    const { push } = this.environment;
    if (push === undefined) {
      throw new Error("no push");
    }
    const found = await push.subscription();
    if (found !== null && (found.key === null || found.key === key)) {
      return found;
    }
    await found?.end();
    return push.subscribe(key);
  }

  async #see(): Promise<void> {
    const { push } = this.environment;
    const wanted = this.#wanted();
    if (push === undefined) {
      this.state.value = "not_supported";
    } else if (push.permission() === "denied") {
      this.state.value = "denied";
    } else if (wanted === null || push.permission() !== "granted") {
      this.state.value = "off";
    } else {
      this.state.value = wanted !== "" && (await push.subscription())?.endpoint === wanted ? "on" : "unconfirmed";
    }
  }

  /** One after the other; what fails is tried again at the next look. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch(() => undefined);
    return this.#queue;
  }

  #wanted(): string | null {
    try {
      return this.environment.local_storage?.getItem(WANTED) ?? null;
    } catch {
      return null;
    }
  }

  #want(endpoint: string | null): void {
    try {
      if (endpoint === null) {
        this.environment.local_storage?.removeItem(WANTED);
      } else {
        this.environment.local_storage?.setItem(WANTED, endpoint);
      }
    } catch {
      // Storage is full or forbidden: then it is off, and the screen says so.
    }
  }
}
