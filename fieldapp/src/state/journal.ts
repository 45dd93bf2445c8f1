/** What was recorded on this phone, as signals: the outbox and the newest part of its archive. */
import { batch, computed, signal } from "@preact/signals";
import type { StoredOperation } from "../store/outbox";
import type { EntryState, OutboxEntry } from "./types";

export class Journal {
  readonly #stored = new Map<string, StoredOperation>();
  /** On their way to the server at this moment. */
  #under_way: ReadonlySet<string> = new Set();
  readonly #changes = signal(0);

  /** Newest first. */
  readonly entries = computed<readonly OutboxEntry[]>(() => {
    void this.#changes.value;
    return [...this.#stored.values()].sort((a, b) => b.sequence - a.sequence).map((stored) => this.#entry(stored));
  });

  readonly waitingCount = computed(() => {
    void this.#changes.value;
    return [...this.#stored.values()].filter(({ state }) => state === "waiting").length;
  });

  reset(stored: readonly StoredOperation[]): void {
    batch(() => {
      this.#stored.clear();
      this.put(stored);
    });
  }

  /** Adds operations, or replaces what is known of them. */
  put(stored: readonly StoredOperation[]): void {
    for (const operation of stored) {
      this.#stored.set(operation.id, operation);
    }
    this.#changes.value += 1;
  }

  /** These, and no others, are on their way to the server. An attempt that failed leaves none: they are saved, no more. */
  underWay(ids: readonly string[]): void {
    this.#under_way = new Set(ids);
    this.#changes.value += 1;
  }

  #entry({ operation, state, result, recorded_at, acknowledged_at }: StoredOperation): OutboxEntry {
    return {
      operation,
      state: state === "waiting" ? this.#waiting(operation.id) : accepted(result?.status),
      flags: result?.flags ?? [],
      reason: result?.reason ?? null,
      recorded_at,
      acknowledged_at,
    };
  }

  #waiting(id: string): EntryState {
    return this.#under_way.has(id) ? "sent" : "saved";
  }
}

function accepted(status: string | undefined): EntryState {
  if (status === "quarantined") {
    return "needs_look";
  }
  return status === "flagged" ? "flagged" : "accepted";
}
