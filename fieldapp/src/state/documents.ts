/** The documents as the worker sees them: the server's copies with the unabsorbed operations replayed over them. */
import { device } from "./this_device";

/** All documents by id. Costs a copy a change: prefer `byType` and `find`. */
export const documents = device.documents;
/** The documents of a type in no particular order, as a cached signal. */
export const byType = device.byType;
/** One document, or undefined. Read within a component or `computed` it subscribes to this document alone. */
export const find = device.find;
