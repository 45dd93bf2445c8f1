/**
 * When to sync (docs/protocol.md, step 19): on recording, on `online`, on becoming visible, on the server's timer, by
 * hand. After a failure with full jitter, from 2 s to 15 min, and never before `Retry-After`.
 */

export type Wake = "recorded" | "online" | "visible" | "hand";

/** How an attempt ended. `stopped`: the server signed the device out, only joining again helps. */
export type Attempt =
  | { readonly kind: "done"; readonly next_ms: number }
  | { readonly kind: "failed"; readonly retry_after_ms: number | null }
  | { readonly kind: "stopped" };

export interface ScheduleEnvironment {
  now_ms(): number;
  /** 0 ≤ x < 1. */
  random(): number;
  is_online(): boolean;
  /** Calls back once; gives the way to call it off. */
  after(delay_ms: number, call: () => void): () => void;
}

const BACKOFF_MS_MIN = 2_000;
const BACKOFF_MS_MAX = 15 * 60_000;
const NEXT_MS_MIN = 5_000;
const NEXT_MS_MAX = 60 * 60_000;

/** How long to wait after so many failures in a row (≥ 1): full jitter over a bound that doubles. */
export function backoffMs(failures: number, random: number, retry_after_ms: number | null): number {
  const bound = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** Math.min(failures - 1, 20));
  return Math.max(random * bound, retry_after_ms ?? 0);
}

export class Schedule {
  #running: Promise<void> | null = null;
  /** What was asked for while an attempt was running. */
  #again: "no" | "if_well" | "in_any_case" = "no";
  #is_on = false;
  #failures = 0;
  #not_before_ms = 0;
  #callOff: () => void = () => undefined;

  constructor(
    private readonly environment: ScheduleEnvironment,
    /** Never rejects. */
    private readonly attempt: () => Promise<Attempt>,
  ) {}

  /** Begins to sync, now and whenever there is reason to. */
  start(): void {
    this.#is_on = true;
    this.#failures = 0;
    this.#not_before_ms = 0;
    void this.#run();
  }

  /** Syncs no more; an attempt under way goes on to its end. */
  stop(): void {
    this.#is_on = false;
    this.#again = "no";
    this.#callOff();
  }

  /** There is reason to sync; resolves when the attempt that covers it has ended. By hand always means now. */
  async wake(reason: Wake): Promise<void> {
    if (!this.#is_on || (reason !== "hand" && !this.#may(reason))) {
      return;
    }
    if (this.#running) {
      // What the running attempt has read may be older than the reason for this one.
      this.#again = reason === "hand" || this.#again === "in_any_case" ? "in_any_case" : "if_well";
    }
    await this.#run();
  }

  #may(reason: Wake): boolean {
    const { now_ms, is_online } = this.environment;
    if (now_ms() < this.#not_before_ms || !is_online()) {
      return false;
    }
    // Recording while the server is unwell must not undo the backoff.
    return reason !== "recorded" || this.#failures === 0;
  }

  async #run(): Promise<void> {
    this.#callOff();
    // Begun a moment later, so that whoever wakes us from within the attempt finds it running.
    this.#running ??= Promise.resolve().then(() => this.#attempts());
    await this.#running;
  }

  async #attempts(): Promise<void> {
    let is_wanted = true;
    while (is_wanted) {
      this.#again = "no";
      this.#conclude(await this.attempt());
      is_wanted = this.#isWantedAgain();
    }
    this.#running = null;
  }

  #isWantedAgain(): boolean {
    return this.#again === "in_any_case" || (this.#again === "if_well" && this.#failures === 0);
  }

  #conclude(attempt: Attempt): void {
    switch (attempt.kind) {
      case "done":
        this.#failures = 0;
        this.#not_before_ms = 0;
        this.#plan(Math.min(Math.max(attempt.next_ms, NEXT_MS_MIN), NEXT_MS_MAX));
        break;
      case "failed":
        this.#failures += 1;
        this.#not_before_ms = this.environment.now_ms() + (attempt.retry_after_ms ?? 0);
        this.#plan(backoffMs(this.#failures, this.environment.random(), attempt.retry_after_ms));
        break;
      case "stopped":
        this.stop();
        break;
    }
  }

  #plan(delay_ms: number): void {
    this.#callOff();
    if (this.#is_on) {
      this.#callOff = this.environment.after(delay_ms, () => void this.#run());
    }
  }
}
