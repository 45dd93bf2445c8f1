/** What was recorded on this phone, as signals: the outbox and the newest part of its archive. */
import { batch, computed, signal } from "@preact/signals";
import type { Decision, Return } from "../protocol/documents";
import type { StoredOperation } from "../store/outbox";
import type { EntryState, OutboxEntry } from "./types";

export class Journal {
  readonly #stored = new Map<string, StoredOperation>();
  /** On their way to the server at this moment. */
  #under_way: ReadonlySet<string> = new Set();
  readonly #changes = signal(0);

  /** `decisionOf` finds what a supervisor made of an operation; what it reads may be signals. */
  constructor(private readonly decisionOf: (operation: string) => Decision | Return | null) {}

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

  /** The overlay has dropped these. */
  settle(ids: readonly string[]): void {
    for (const id of ids) {
      const stored = this.#stored.get(id);
      if (stored?.state === "acknowledged") {
        this.#stored.set(id, { ...stored, state: "settled" });
      }
    }
    this.#changes.value += 1;
  }

  /** These, and no others, are on their way to the server. An attempt that failed leaves none: they are saved, no more. */
  underWay(ids: readonly string[]): void {
    this.#under_way = new Set(ids);
    this.#changes.value += 1;
  }

  #entry(stored: StoredOperation): OutboxEntry {
    const { operation, result, recorded_at, acknowledged_at, set_aside } = stored;
    const decision = result?.status === "quarantined" ? this.decisionOf(operation.id) : null;
    return {
      operation,
      state: stored.state === "waiting" ? this.#waiting(stored) : accepted(stored, decision),
      flags: result?.flags ?? [],
      reason: set_aside?.code ?? result?.reason ?? null,
      recorded_at,
      acknowledged_at,
      decision,
    };
  }

  #waiting({ id, set_aside }: StoredOperation): EntryState {
    if (set_aside) {
      return "set_aside";
    }
    return this.#under_way.has(id) ? "sent" : "saved";
  }
}

function accepted({ state, result }: StoredOperation, decision: Decision | Return | null): EntryState {
  if (result?.status !== "quarantined") {
    return result?.status === "flagged" ? "flagged" : "accepted";
  }
  if (decision) {
    return decided(decision);
  }
  // Only a decision settles it: the phone had one, and the server has taken it away since.
  return state === "settled" ? "decided" : "needs_look";
}

function decided(decision: Decision | Return): EntryState {
  if (decision.type === "return") {
    return "sent_back";
  }
  switch (decision.outcome) {
    case "applied":
      return "applied_later";
    case "dismissed":
      return "dismissed";
    default:
      // A newer server may know more outcomes.
      return "decided";
  }
}
