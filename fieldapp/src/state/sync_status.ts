/** The truth about syncing. */
import { device } from "./this_device";

export type { SyncPhase, SyncStatus } from "./types";

export const status = device.status;
/** Syncs now; resolves when the attempt has ended, however it ended. */
export const syncNow = device.syncNow;
