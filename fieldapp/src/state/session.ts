/** Who is signed in on this phone, and in which language. */
import { device } from "./this_device";

export type { JoinOutcome, Session, SignOutOutcome } from "./types";

/** Who is signed in; null before joining. Stays when the server signs the device out: see `sync_status`. */
export const session = device.session;
/** False until `start` has loaded what the phone holds. */
export const ready = device.ready;
/** The language of the app: right from the first frame on. */
export const language = device.language;

/** Opens the stores, loads them and starts syncing. */
export const start = device.start;
/** Joins with a one-time code; also the way back after the server signed the device out. */
export const join = device.join;
/** Forgets account and documents; refused while something waits to be sent. */
export const signOut = device.signOut;
export const setLanguage = device.setLanguage;
