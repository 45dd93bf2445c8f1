/** A worker with a phone: a device over fake IndexedDB and a fake network, which can be killed and started again. */
import { IDBFactory } from "fake-indexeddb";
import type { Language } from "../src/protocol/codes";
import { createDevice } from "../src/state/device";
import type { RunningDevice } from "../src/state/device";
import type { Environment } from "../src/state/environment";
import { Link } from "./link";
import type { Weather } from "./link";
import type { Fetch } from "../src/sync/transport";

interface Surroundings {
  locks?: LockManager;
  storage?: StorageManager;
  languages?: readonly string[];
  local_storage?: Storage;
}

/** A phone as it comes out of the box: no database of ours on it. */
export function newPhone(): void {
  globalThis.indexedDB = new IDBFactory();
}

export class Worker {
  /** The phone's time. */
  now = "2026-04-01T05:00:00.000Z";
  link: Link;
  device: RunningDevice;
  /** Calls that the device has asked for after a while, by their delay; nothing calls them but tests. */
  readonly timers = new Set<{ readonly delay_ms: number; readonly call: () => void }>();

  constructor(
    private readonly server: Fetch,
    private readonly surroundings: Surroundings = {},
  ) {
    this.link = new Link(server);
    this.device = this.#switchOn();
  }

  async start(): Promise<void> {
    await this.device.start();
  }

  async join(code: string, language: Language = "fi"): ReturnType<RunningDevice["join"]> {
    return this.device.join(code, "Testipuhelin", language);
  }

  /** Syncs once in this weather; the weather is bad again afterwards. */
  async syncIn(weather: Weather): Promise<void> {
    this.link.weather = weather;
    await this.device.syncNow();
    this.link.weather = { kind: "down" };
  }

  /** The app dies wherever it is, and is started again. What it had asked of the network is never answered. */
  async restart(): Promise<void> {
    this.link.is_dead = true;
    await this.device.close();
    this.link = new Link(this.server);
    this.link.weather = { kind: "down" };
    this.device = this.#switchOn();
    await this.start();
  }

  #switchOn(): RunningDevice {
    const { locks, storage, local_storage, languages = [] } = this.surroundings;
    const now = () => new Date(this.now);
    const { link, timers } = this;
    const environment: Environment = {
      build: "0.0.0-test",
      fetch: link.fetch,
      now,
      now_ms: () => now().getTime(),
      steady_ms: () => now().getTime(),
      random: () => 1,
      is_online: () => true,
      after(delay_ms, call) {
        const timer = { delay_ms, call };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      locks,
      storage,
      local_storage,
      languages,
    };
    return createDevice(environment);
  }
}

/** A worker who has joined with this code and downloaded the day. */
export async function joinedWorker(server: Fetch, code = "AINO1"): Promise<Worker> {
  const worker = new Worker(server);
  await worker.start();
  await worker.join(code);
  await worker.syncIn({ kind: "up" });
  return worker;
}
