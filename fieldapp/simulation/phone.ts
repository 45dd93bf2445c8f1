/** A simulated phone: the app's own code, tab by tab, on a storage and a clock of its own. */
import { createDevice } from "../src/state/device";
import type { RunningDevice } from "../src/state/device";
import type { Environment } from "../src/state/environment";
import { Chance } from "./chance";
import type { Life } from "./life";
import { Line } from "./line";
import type { Asked } from "./line";
import { Locks } from "./locks";
import { cutOff, makeStorage } from "./storage";
import type { Fate } from "./storage";

export interface Clock {
  /** Unix milliseconds. */
  wall_ms: number;
  steady_ms: number;
}

export interface Tab {
  readonly device: RunningDevice;
  readonly line: Line;
}

export class Phone implements Fate {
  readonly clock: Clock = { wall_ms: 0, steady_ms: 0 };
  readonly #chance: Chance;
  /** Not every browser has Web Locks, and safety must not depend on them. */
  readonly #has_locks: boolean;
  readonly #tabs = new Map<number, Tab>();
  locks = new Locks();
  life: Life;
  commits_left: number | null = null;
  is_killed_after = false;
  is_full = false;

  constructor(
    readonly name: string,
    seed: string,
  ) {
    this.#chance = new Chance(seed);
    this.#has_locks = this.#chance.fraction() < 0.5;
    this.life = this.#bear(makeStorage(this));
  }

  /** A tab of the app, which is opened when it is not. Call in the phone's name. */
  async tab(number: number): Promise<Tab> {
    const open = this.#tabs.get(number);
    if (open) {
      return open;
    }
    const line = new Line();
    const tab: Tab = { device: createDevice(this.#environment(line)), line };
    this.#tabs.set(number, tab);
    await tab.device.start();
    return tab;
  }

  /** Closes the app and opens it again. */
  async reload(): Promise<void> {
    await Promise.all([...this.#tabs.values()].map(({ device }) => device.close()));
    this.#tabs.clear();
    await this.tab(0);
  }

  /** The next request of any of its tabs. */
  nextAsked(): Asked | undefined {
    for (const { line } of this.#tabs.values()) {
      const asked = line.next();
      if (asked) {
        return asked;
      }
    }
    return undefined;
  }

  /** The software is gone from one moment to the next. */
  die(): void {
    this.life.is_over = true;
    cutOff(this.life.storage);
    this.#tabs.clear();
    this.commits_left = null;
  }

  /** The phone is switched on again, after it died or just so, with what is on its storage. */
  revive(): void {
    this.die();
    this.life = this.#bear(makeStorage(this, this.life.storage));
  }

  /** The same, with nothing on its storage. */
  evict(): void {
    this.die();
    this.life = this.#bear(makeStorage(this));
  }

  beforeCommit(): ReturnType<Fate["beforeCommit"]> {
    if (this.is_full) {
      return "full";
    }
    if (this.commits_left === null) {
      return "go_on";
    }
    this.commits_left -= 1;
    if (this.commits_left > 0) {
      return "go_on";
    }
    return this.is_killed_after ? "die_after" : "die";
  }

  #bear(storage: IDBFactory): Life {
    this.locks = new Locks();
    return { chance: this.#chance, storage, wall_ms: () => this.clock.wall_ms, is_over: false, channels: new Set() };
  }

  #environment({ fetch }: Line): Environment {
    const { clock } = this;
    return {
      build: "simulation",
      fetch,
      now: () => new Date(clock.wall_ms),
      now_ms: () => clock.wall_ms,
      steady_ms: () => clock.steady_ms,
      random: () => this.#chance.fraction(),
      // It syncs when it is told to, as by hand, and never by itself.
      is_online: () => false,
      after: () => () => undefined,
      locks: this.#has_locks ? this.locks.asManager() : undefined,
      storage: undefined,
      local_storage: undefined,
      languages: ["fi"],
    };
  }
}
