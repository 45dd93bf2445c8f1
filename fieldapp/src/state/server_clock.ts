/** What this phone knows of the server's time (docs/protocol.md, Time). */
import type { Instant } from "../protocol/documents";
import type { Clock } from "../protocol/operations";

interface Reading {
  readonly server_time: Instant;
  /** The phone's time (Unix milliseconds) and its steady clock when the server told its time. */
  readonly wall_ms: number;
  readonly steady_ms: number | null;
}

export class ServerClock {
  #reading: Reading | null = null;

  /** The server has just told its time. */
  set(server_time: Instant, wall_ms: number, steady_ms: number): void {
    this.#reading = { server_time, wall_ms, steady_ms };
  }

  /** The server told its time in an earlier life of the page, whose steady clock is gone. */
  restore(server_time: Instant | null, wall_ms: number | null): void {
    this.#reading = server_time === null || wall_ms === null ? null : { server_time, wall_ms, steady_ms: null };
  }

  /** The last known server time and the milliseconds since; null when it is unknown, or the phone's time went back. */
  read(wall_ms: number, steady_ms: number): Clock | null {
    if (this.#reading === null) {
      return null;
    }
    const { server_time, wall_ms: then_wall_ms, steady_ms: then_steady_ms } = this.#reading;
    // The steady clock stands still while many a phone sleeps, and the wall clock may be set back: the later one is
    // nearer to the truth. One that was set forward makes a time after receipt, which the server cuts to receipt.
    const elapsed_ms = Math.max(wall_ms - then_wall_ms, then_steady_ms === null ? -1 : steady_ms - then_steady_ms);
    return elapsed_ms < 0 ? null : { server_time, elapsed_ms: Math.round(elapsed_ms) };
  }
}
