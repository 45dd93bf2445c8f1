// Operations on their way: recorded, sent, acknowledged, off the overlay. Numbers are the protocol's steps.

import { followers, overlay } from "./overlay.mjs";
import { heldIds } from "./replica.mjs";
import { localNow, uuid7 } from "./instants.mjs";
import { KINDS, readOperation } from "./operations.mjs";
import { elapsedClock } from "./clock.mjs";

const ACKNOWLEDGED = ["applied", "flagged", "quarantined"];
const ARCHIVE_MS = 30 * 86_400_000;
export const MOST_OPERATIONS = 200;
export const MOST_BYTES = 200 * 1024; // of operations; the request around them has room up to 256 KiB

/** 14. On the disk when it returns. Throws Unreadable when the payload is none of its kind. */
export function record(store, kind, target, payload, seen = {}) {
  const operation = {
    id: uuid7(), sequence: 1, kind, kind_version: KINDS[kind]?.version ?? 1, target,
    base_revision: store.replica().documents[target]?.r ?? null, recorded_at: localNow(),
    clock: elapsedClock(store.account().clock), payload, seen,
  };
  readOperation(operation);
  return store.add(operation);
}

export const waiting = (entries) => entries.filter(({ result }) => result === null);

/** The next operations to send: whole batch within the limits. */
export function nextBatch(entries, most) {
  const batch = [];
  let bytes = 0;
  for (const { operation } of waiting(entries).filter(({ is_set_aside: isSetAside }) => !isSetAside)) {
    bytes += Buffer.byteLength(JSON.stringify(operation));
    if (batch.length === most || (batch.length > 0 && bytes > MOST_BYTES)) break;
    batch.push(operation);
  }
  return batch;
}

/** 15. Acknowledged ones are archived at once. True when the server took all of the batch. */
export function takeResults(store, batch, results, serverTime) {
  const byId = new Map(results.map((result) => [result.id, result]));
  let isAllTaken = true;
  for (const entry of store.entries()) {
    const result = byId.get(entry.operation.id);
    if (!batch.some(({ id }) => id === entry.operation.id)) continue;
    if (ACKNOWLEDGED.includes(result?.status)) {
      store.saveEntry({ ...entry, is_set_aside: false, result: { ...result, acknowledged_at: serverTime } });
    } else {
      isAllTaken = false;
    }
  }
  return isAllTaken;
}

/** 13. A server of another history may have lost what it acknowledged. */
export function sendAgain(store) {
  for (const entry of store.entries()) {
    if (entry.result !== null) store.saveEntry({ ...entry, result: null, is_shown: true });
  }
}

/** 15. After a complete answer: what has left the overlay, and what may leave the archive. */
export function settle(store, replica, { server_time: serverTime, backup_through: backupThrough }) {
  const held = heldIds(replica);
  const entries = store.entries();
  const has = ({ at }) =>
    Object.entries(at).every(([bucket, version]) => !(replica.cursor[bucket] < version));
  const mayLeave = ({ operation: { id }, result }) =>
    result !== null && (result.status === "quarantined"
      ? held.has(`decision:${id}`) || held.has(`return:${id}`) : has(result));
  const shown = entries.filter(({ is_shown: isShown }) => isShown);
  const kept = new Set(shown.filter((entry) => !mayLeave(entry)).map(({ operation }) => operation.target)
    .filter((target) => !held.has(target)));
  for (const entry of shown) {
    if (!mayLeave(entry) || kept.has(entry.operation.target)) continue;
    entry.is_shown = false;
    store.saveEntry(entry);
  }
  // The newest stays, whatever its age: its sequence must not be given again.
  for (const entry of entries.slice(0, -1)) {
    const at = Date.parse(entry.result?.acknowledged_at);
    if (entry.is_shown || Number.isNaN(at)) continue;
    if (at < Date.parse(serverTime) - ARCHIVE_MS && at <= Date.parse(backupThrough)) store.removeEntry(entry);
  }
  return new Set(entries.filter(({ is_shown: isShown }) => isShown).map(({ operation }) => operation.target));
}

/** What the device shows: its copies with the operations that are on show replayed over them. */
export function shownDocuments(store) {
  const { person } = store.account();
  const copies = Object.entries(store.replica().documents);
  const shown = Object.fromEntries(copies.map(([id, { doc }]) => [id, doc]));
  for (const { operation, is_shown: isShown } of store.entries()) {
    if (!isShown) continue;
    for (const id of [operation.target, ...followers(shown, operation.target)]) {
      const document = overlay(shown[id] ?? null, operation, `person:${person.id}`);
      if (document !== null) shown[id] = document;
    }
  }
  return shown;
}
