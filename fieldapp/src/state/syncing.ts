/** Attempts to sync, and the truth about them. */
import { batch, computed, signal } from "@preact/signals";
import type { Observer, Ports } from "../sync/ports";
import { sync } from "../sync/round";
import type { SyncOutcome } from "../sync/round";
import { Schedule } from "../sync/schedule";
import type { Attempt, Wake } from "../sync/schedule";
import { Tabs } from "../sync/leader";
import type { TabMessage } from "../sync/leader";
import type { Transport } from "../sync/transport";
import type { Phone } from "./phone";
import type { SyncStatus } from "./types";

type OwnStatus = Omit<SyncStatus, "waiting" | "persisted" | "storage_used">;

// Another tab is syncing and will tell; this is for the case that it is closed before.
const OTHER_TAB_MS = 30_000;
const SYNC_MEASURE = "kierros:sync";
const ARCHIVE_KEPT_MS = 30 * 24 * 60 * 60_000;
// A server that takes but gives nothing is asked again now and then: access may have been given back, or it was updated.
const LIMITED_MS = 15 * 60_000;

export class Syncing {
  readonly #status = signal<OwnStatus>({
    phase: "idle",
    last_success_at: null,
    failing_since: null,
    error_code: null,
    first_download: null,
  });
  readonly #schedule: Schedule;
  readonly #tabs: Tabs;
  readonly #ports: Ports;

  readonly status = computed<OwnStatus>(() => this.#status.value);

  constructor(
    private readonly phone: Phone,
    transport: Transport,
  ) {
    const { environment } = phone;
    this.#schedule = new Schedule(environment, () => this.#attempt());
    this.#tabs = new Tabs(environment.locks);
    this.#ports = {
      build: environment.build,
      transport,
      outbox: phone.outbox,
      documents: phone.documents,
      observer: this.#observer(),
      account: () => {
        if (phone.account === null) {
          throw new Error("nobody is signed in");
        }
        return phone.account;
      },
      renewToken: (token) => phone.renewToken(token),
      now: () => environment.now(),
    };
  }

  /** Begins to hear what other tabs have done. */
  listen(): void {
    this.#tabs.listen((message) => void this.#hear(message).catch(() => this.storageFailed()));
  }

  /** Begins to sync for the person who is signed in. */
  start(): void {
    const { last_success_at } = this.phone.documents.position;
    this.#set({ phase: "idle", last_success_at, failing_since: null, error_code: null });
    this.#schedule.start();
  }

  stop(): void {
    this.#schedule.stop();
  }

  async wake(reason: Wake): Promise<void> {
    await this.#schedule.wake(reason);
  }

  /** Tells the other tabs. */
  tell(message: TabMessage): void {
    this.#tabs.tell(message);
  }

  /** The phone's stores could not be opened. */
  storageFailed(): void {
    this.#fail("storage");
  }

  close(): void {
    this.stop();
    this.#tabs.close();
  }

  async #attempt(): Promise<Attempt> {
    if (this.phone.account === null) {
      return { kind: "stopped" };
    }
    try {
      const outcome = await this.#tabs.exclusively(() => this.#sync());
      return outcome === "busy" ? { kind: "done", next_ms: OTHER_TAB_MS } : this.#conclude(outcome);
    } catch {
      // IndexedDB failed: nothing is lost, the outbox is as it was.
      this.#fail("storage");
      return { kind: "failed", retry_after_ms: null };
    }
  }

  async #sync(): Promise<SyncOutcome> {
    const { phone } = this;
    const { documents } = phone;
    if (await documents.isBehind()) {
      await phone.refresh();
    }
    const { last_success_at, has_access_ended } = documents.position;
    const is_first = last_success_at === null && !has_access_ended;
    this.#set({ phase: "syncing", first_download: is_first ? { documents: 0, bytes: 0 } : null });
    const start = performance.now();
    const outcome = await sync(this.#ports);
    // Shown on the browser's own timeline, and read by bench/.
    performance.measure(SYNC_MEASURE, { start, detail: outcome.kind });
    this.#tabs.tell("synced");
    if (outcome.kind === "done") {
      await this.#prune();
    }
    return outcome;
  }

  /** 15. Of the archive goes what is old and in a backup, by the server's clock. */
  async #prune(): Promise<void> {
    const { outbox, documents } = this.phone;
    const { server_time, backup_through } = documents.position;
    if (server_time !== null && backup_through !== null) {
      await outbox.prune(new Date(Date.parse(server_time) - ARCHIVE_KEPT_MS).toISOString(), backup_through);
    }
  }

  #conclude(outcome: SyncOutcome): Attempt {
    if (outcome.kind === "limited") {
      this.phone.journal.underWay([]);
      const phase = outcome.code === "access_ended" ? "access_ended" : "update_needed";
      this.#set({ phase, failing_since: null, error_code: outcome.code, first_download: null });
      return { kind: "done", next_ms: LIMITED_MS };
    }
    if (outcome.kind === "done") {
      const { last_success_at } = this.phone.documents.position;
      this.#set({ phase: "idle", last_success_at, failing_since: null, error_code: null, first_download: null });
      return { kind: "done", next_ms: outcome.next_ms };
    }
    // 20. Only the server itself can sign a device out: a portal's 401, or one that was cut, says nothing of the device.
    const is_signed_out = outcome.status === 401 && outcome.code !== "not_an_answer";
    this.#fail(outcome.code, is_signed_out);
    return is_signed_out ? { kind: "stopped" } : { kind: "failed", retry_after_ms: outcome.retry_after_ms };
  }

  #fail(error_code: string, is_signed_out = false): void {
    const failing_since = this.#status.peek().failing_since ?? this.phone.environment.now().toISOString();
    const phase = error_code === "network" ? "offline" : "failed";
    this.phone.journal.underWay([]);
    this.#set({ phase: is_signed_out ? "signed_out" : phase, failing_since, error_code, first_download: null });
  }

  #set(changes: Partial<OwnStatus>): void {
    const { has_access_ended } = this.phone.documents.position;
    // Whatever else fails: it is what the worker must know, also after a restart without network.
    const ended: Partial<OwnStatus> = has_access_ended && changes.phase !== "signed_out" ? { phase: "access_ended" } : {};
    this.#status.value = { ...this.#status.peek(), ...changes, ...ended };
  }

  async #hear(message: TabMessage): Promise<void> {
    const { phone } = this;
    if (message === "account") {
      const before = phone.account?.device;
      await phone.load();
      await phone.loadArchive();
      if (phone.account?.device !== before) {
        this.start();
      }
      return;
    }
    await phone.refresh();
    const { last_success_at } = phone.documents.position;
    if (last_success_at !== this.#status.peek().last_success_at) {
      this.#set({ phase: "idle", last_success_at, failing_since: null, error_code: null });
    }
    if (message === "recorded") {
      await this.wake("recorded");
    }
  }

  #observer(): Observer {
    const { phone } = this;
    const { journal, shown, clock, environment } = phone;
    return {
      sending: (ids) => journal.underWay(ids),
      answered: ({ server_time }) => clock.set(server_time, environment.now_ms(), environment.steady_ms()),
      moved: (operations) => journal.put(operations),
      applied: (changes, settled) =>
        batch(() => {
          shown.apply(changes, new Set(settled));
          journal.settle(settled);
        }),
      reopened: () => phone.refresh(),
      behind: () => phone.refresh(),
      receiving: (progress) => {
        if (this.#status.peek().first_download) {
          this.#set({ first_download: progress });
        }
      },
    };
  }
}
