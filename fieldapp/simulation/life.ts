/**
 * The lives of simulated phones, and time as it passes for them: every macrotask of the app runs here, one after another,
 * in the name of the life that asked for it. A life that has ended runs nothing more.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Chance } from "./chance";

/** What a phone is to the code that runs on it, from one start to its end; all tabs of the phone live it together. */
export interface Life {
  readonly chance: Chance;
  readonly storage: IDBFactory;
  /** The phone's own time, as Unix milliseconds. */
  wall_ms(): number;
  is_over: boolean;
  /** Open channels between its tabs. */
  readonly channels: Set<EventTarget>;
}

interface Task {
  readonly life: Life | undefined;
  readonly run: () => void;
}

const lives = new AsyncLocalStorage<Life>();
const tasks: Task[] = [];

/** In whose name this code runs. */
export function currentLife(): Life | undefined {
  return lives.getStore();
}

/** Runs the app's code in the name of a life. */
export function live<T>(life: Life, work: () => T): T {
  return lives.run(life, work);
}

/** Asks for a macrotask. */
export function later(run: () => void): void {
  tasks.push({ life: currentLife(), run });
}

/** Lets everything happen that can happen without the outside. */
export async function settle(): Promise<void> {
  let quiet_turns = 0;
  // Streams take a turn of Node's own now and then: two without a task mean that nothing is left.
  while (quiet_turns < 2) {
    // All microtasks are done by the next turn.
    await nextTurn();
    const task = tasks.shift();
    quiet_turns = task === undefined ? quiet_turns + 1 : 0;
    if (task?.life === undefined) {
      task?.run();
    } else if (!task.life.is_over) {
      lives.run(task.life, task.run);
    }
  }
}
