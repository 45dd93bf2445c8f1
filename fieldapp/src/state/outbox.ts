/** What was recorded on this phone, and how far each entry has come. */
import { device } from "./this_device";

export type { EntryState, OutboxEntry } from "./types";

/** Newest first. */
export const entries = device.entries;
export const waitingCount = device.waitingCount;
/** Everything recorded on this phone as a JSON file, whatever its state. */
export const exportFile = device.exportFile;
/** Sends an entry again that was set aside. */
export const tryAgain = device.tryAgain;
