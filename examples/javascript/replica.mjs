// The device's copies of documents, by bucket, and how answers change them. Numbers are the protocol's steps.

import { check, slotOf, slotSums } from "./sums.mjs";

const DAY_MS = 86_400_000;

/**
 * cursor: {bucket: version}; reading: {bucket: floor} of readings from 0 that are not complete;
 * held: {bucket: {id: r}}; before: the same, of what a bucket held before its reading from 0, until that is
 * complete; documents: {id: {r, doc}}; mend: {bucket: null or slots} to ask for; mended_at: {bucket: ms};
 * differs: buckets to report; checked_at: ms.
 */
export const emptyReplica = () => ({
  cursor: {}, reading: {}, held: {}, before: {}, documents: {},
  mend: {}, mended_at: {}, differs: [], checked_at: 0,
});

/** 13. Another history: all is read anew, and meanwhile shown as it was, whatever its revisions. */
export function startAgain(replica) {
  for (const bucket of Object.keys(replica.cursor)) startReading(replica, bucket);
  for (const copy of Object.values(replica.documents)) copy.is_old = true;
  Object.assign(replica, { cursor: {}, reading: {}, mend: {}, mended_at: {}, differs: [] });
}

/** 16. */
function startReading(replica, bucket) {
  replica.before[bucket] = { ...replica.before[bucket], ...replica.held[bucket] };
  replica.held[bucket] = {};
  replica.cursor[bucket] = 0;
  replica.reading[bucket] = 0;
}

function forget(replica, bucket) {
  for (const part of ["cursor", "reading", "held", "before", "mend", "mended_at"]) {
    delete replica[part][bucket];
  }
  replica.differs = replica.differs.filter((each) => each !== bucket);
}

/** 7, 10. What the header says about buckets. */
export function takeHeader(replica, { scope, floors = {} }) {
  for (const bucket of scope.drop) forget(replica, bucket);
  for (const bucket of [...scope.add, ...(scope.reset ?? [])]) startReading(replica, bucket);
  for (const [bucket, version] of Object.entries(replica.cursor)) {
    if (version === 0) replica.reading[bucket] = floors[bucket] ?? 0;
  }
}

function hold(replica, { b, id, r, doc }) {
  (replica.held[b] ??= {})[id] = r;
  const copy = replica.documents[id];
  if (!copy || copy.is_old || copy.r <= r) replica.documents[id] = { r, doc };
}

/** 16. A line that is not mended: what lies at or below the cursor has been read. */
export function takeLine(replica, line) {
  if (!(line.b in replica.cursor) || line.v <= replica.cursor[line.b]) return;
  if (line.deleted) delete replica.held[line.b]?.[line.id];
  else hold(replica, line);
  replica.cursor[line.b] = line.v;
}

/** 9, 11, 16. The end of an answer; `mended` are the lines marked so. True when the answer was complete. */
export function takeEnd(replica, header, mended, end, now) {
  replica.cursor = end.cursor;
  if (!end.complete) return false;
  Object.assign(replica, { before: {}, reading: {} });
  for (const [bucket, slots] of Object.entries(header.mended ?? {})) {
    const held = replica.held[bucket] ?? {};
    for (const id of Object.keys(held)) if (slots.includes(slotOf(id))) delete held[id];
    for (const line of mended) {
      if (line.b !== bucket || !slots.includes(slotOf(line.id))) continue;
      delete replica.documents[line.id];
      hold(replica, line);
    }
    const asked = replica.mend[bucket];
    if (asked) replica.mend[bucket] = asked.filter((slot) => !slots.includes(slot));
  }
  compare(replica, end, now);
  return true;
}

/** 16. Whether both ends hold the same, and the next step where they do not. */
function compare(replica, { checks, slots = {} }, now) {
  for (const [bucket, theirs] of Object.entries(checks)) {
    const held = replica.held[bucket] ?? {};
    const ours = check(held);
    const asked = replica.mend[bucket];
    const isEqual = ours.count === theirs.count && ours.sum === theirs.sum;
    const wasMended = now - (replica.mended_at[bucket] ?? 0) < DAY_MS;
    replica.differs = replica.differs.filter((each) => each !== bucket);
    delete replica.mend[bucket];
    if (isEqual) continue;
    if (asked?.length > 0) {
      replica.mend[bucket] = asked;
    } else if (asked?.length === 0) {
      startReading(replica, bucket); // mending did not help
    } else if (asked === null && slots[bucket]) {
      const sums = slotSums(held);
      const wrong = slots[bucket].flatMap((sum, slot) => (sum === sums[slot] ? [] : [slot]));
      if (wrong.length > 0 && wrong.length <= 64) replica.mend[bucket] = wrong;
      else startReading(replica, bucket);
    } else if (!wasMended) {
      replica.mended_at[bucket] = now;
      replica.mend[bucket] = null;
    } else {
      replica.differs.push(bucket);
    }
  }
}

export const heldIds = (replica) =>
  new Set([replica.held, replica.before].flatMap(Object.values).flatMap(Object.keys));

/** 9. After a complete answer: a copy goes when no bucket holds it and no operation on show is about it. */
export function forgetUnheld(replica, targets) {
  const held = heldIds(replica);
  for (const id of Object.keys(replica.documents)) {
    if (!held.has(id) && !targets.has(id)) delete replica.documents[id];
  }
}

export const asksMore = (replica) =>
  Object.keys(replica.mend).length > 0 || Object.keys(replica.reading).length > 0;
