import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { backoffMs, Schedule } from "../../src/sync/schedule";
import type { Attempt } from "../../src/sync/schedule";

const MINUTE = 60_000;

describe("backoffMs", () => {
  it("is full jitter between nothing and a bound that doubles from 2 s to 15 min", () => {
    expect([1, 2, 3, 9, 10, 50].map((failures) => backoffMs(failures, 1, null))).toEqual([
      2_000,
      4_000,
      8_000,
      512_000,
      15 * MINUTE,
      15 * MINUTE,
    ]);
    expect(backoffMs(4, 0, null)).toBe(0);
    expect(backoffMs(4, 0.5, null)).toBe(8_000);
  });

  it("is never shorter than what the server asked for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(10 ** 7), (failures, random, asked) => {
        expect(backoffMs(failures, random, asked)).toBeGreaterThanOrEqual(asked);
        expect(backoffMs(failures, random, null)).toBeLessThanOrEqual(15 * MINUTE);
      }),
    );
  });
});

/** A world in which time passes when told. */
class World {
  now = 0;
  online = true;
  attempts = 0;
  /** How the next attempts end; the last one goes for all that follow. */
  outcomes: Attempt[] = [{ kind: "done", next_ms: MINUTE }];
  /** What happens while an attempt is under way. */
  meanwhile: () => void = () => undefined;
  timer: { readonly at: number; readonly call: () => void } | null = null;

  readonly schedule = new Schedule(
    {
      now_ms: () => this.now,
      random: () => 1,
      is_online: () => this.online,
      after: (delay_ms, call) => {
        const timer = { at: this.now + delay_ms, call };
        this.timer = timer;
        return () => {
          this.timer = this.timer === timer ? null : this.timer;
        };
      },
    },
    async () => {
      this.attempts += 1;
      const { meanwhile } = this;
      this.meanwhile = () => undefined;
      meanwhile();
      const [outcome, ...others] = this.outcomes;
      this.outcomes = others.length > 0 ? others : this.outcomes;
      return outcome ?? { kind: "stopped" };
    },
  );

  async start(): Promise<void> {
    this.schedule.start();
    await settled();
  }

  /** Lets time pass, and the timer go off when it is due. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    const { timer } = this;
    if (timer && timer.at <= this.now) {
      this.timer = null;
      timer.call();
    }
    await settled();
  }
}

const settled = () => new Promise(setImmediate);

describe("the schedule", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it("syncs at once, and again when the server said", async () => {
    await world.start();
    expect(world.attempts).toBe(1);
    await world.pass(MINUTE - 1);
    expect(world.attempts).toBe(1);
    await world.pass(1);
    expect(world.attempts).toBe(2);
  });

  it.each(["recorded", "online", "visible", "hand"] as const)("syncs when woken: %s", async (reason) => {
    await world.start();
    await world.schedule.wake(reason);
    expect(world.attempts).toBe(2);
  });

  it("syncs once more when something was recorded meanwhile", async () => {
    world.meanwhile = () => {
      void world.schedule.wake("recorded");
      void world.schedule.wake("recorded");
    };
    await world.start();
    expect(world.attempts).toBe(2);
  });

  it("asks for nothing while the phone knows that it is offline, unless by hand", async () => {
    await world.start();
    world.online = false;
    await world.schedule.wake("recorded");
    await world.schedule.wake("visible");
    expect(world.attempts).toBe(1);
    await world.schedule.wake("hand");
    expect(world.attempts).toBe(2);
  });

  it("backs off, and recording does not undo it", async () => {
    world.outcomes = [{ kind: "failed", retry_after_ms: null }];
    await world.start();
    await world.schedule.wake("recorded");
    expect(world.attempts).toBe(1);
    await world.pass(2_000);
    expect(world.attempts).toBe(2);
    await world.pass(2_000);
    expect(world.attempts).toBe(2);
    await world.pass(2_000);
    expect(world.attempts).toBe(3);
  });

  it("tries at once when the network comes back or the app is looked at", async () => {
    world.outcomes = [{ kind: "failed", retry_after_ms: null }];
    await world.start();
    await world.schedule.wake("online");
    await world.schedule.wake("visible");
    expect(world.attempts).toBe(3);
  });

  it("obeys Retry-After whatever happens, but for a hand", async () => {
    world.outcomes = [{ kind: "failed", retry_after_ms: 10 * MINUTE }, { kind: "done", next_ms: MINUTE }];
    await world.start();
    await world.schedule.wake("online");
    await world.schedule.wake("visible");
    await world.pass(10 * MINUTE - 1);
    expect(world.attempts).toBe(1);
    await world.schedule.wake("hand");
    expect(world.attempts).toBe(2);
  });

  it("starts from the beginning after a success", async () => {
    const failed: Attempt = { kind: "failed", retry_after_ms: null };
    world.outcomes = [failed, failed, { kind: "done", next_ms: MINUTE }, failed];
    await world.start();
    await world.pass(2_000);
    await world.pass(4_000);
    await world.pass(MINUTE);
    expect(world.attempts).toBe(4);
    await world.pass(2_000);
    expect(world.attempts).toBe(5);
  });

  it("tries again by hand even when the running attempt fails", async () => {
    world.outcomes = [{ kind: "failed", retry_after_ms: null }];
    world.meanwhile = () => void world.schedule.wake("hand");
    await world.start();
    expect(world.attempts).toBe(2);
  });

  it("keeps the server's wish within bounds", async () => {
    world.outcomes = [{ kind: "done", next_ms: 0 }];
    await world.start();
    expect(world.timer?.at).toBe(5_000);
    world.outcomes = [{ kind: "done", next_ms: 10 ** 9 }];
    await world.schedule.wake("hand");
    expect(world.timer?.at).toBe(60 * MINUTE);
  });

  it("stops when the server signed the device out, until it is started again", async () => {
    world.outcomes = [{ kind: "stopped" }];
    await world.start();
    await world.schedule.wake("hand");
    expect(world.attempts).toBe(1);
    expect(world.timer).toBeNull();
    await world.start();
    expect(world.attempts).toBe(2);
  });
});
