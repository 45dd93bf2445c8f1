import { expect, it } from "vitest";
import { ServerClock } from "../../src/state/server_clock";

const SERVER_TIME = "2026-04-01T05:00:00.000Z";

function clockSetAt(wall_ms: number, steady_ms: number): ServerClock {
  const clock = new ServerClock();
  clock.set(SERVER_TIME, wall_ms, steady_ms);
  return clock;
}

it("knows nothing before the server has told", () => {
  expect(new ServerClock().read(5, 5)).toBeNull();
});

it.each([
  ["both clocks run", 1_060_000, 60_500, 60_500],
  ["the phone slept, so its steady clock stood still", 5_000_000, 60_000, 4_000_000],
  ["the phone's time was set back", 10, 60_000, 60_000],
])("tells how long ago that was when %s", (_, wall_ms, steady_ms, elapsed_ms) => {
  expect(clockSetAt(1_000_000, 0).read(wall_ms, steady_ms)).toEqual({ server_time: SERVER_TIME, elapsed_ms });
});

it("gives whole milliseconds, as the wire wants them", () => {
  expect(clockSetAt(0, 0.25).read(10, 12.75)).toMatchObject({ elapsed_ms: 13 });
});

it("goes on by the phone's time after a restart, unless that went back", () => {
  const clock = new ServerClock();
  clock.restore(SERVER_TIME, 1_000);
  expect(clock.read(4_000, 3)).toEqual({ server_time: SERVER_TIME, elapsed_ms: 3_000 });
  expect(clock.read(500, 3)).toBeNull();
  clock.restore(null, null);
  expect(clock.read(4_000, 3)).toBeNull();
});
