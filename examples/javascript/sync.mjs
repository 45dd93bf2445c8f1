// Round trips until nothing waits and all has come, or it can't go on. Numbers are the protocol's steps.

import { isDeepStrictEqual } from "node:util";
import { readHeader, readLine } from "./answers.mjs";
import { noteServerTime } from "./clock.mjs";
import { NoAnswer, Refused, post, wholeLines } from "./exchange.mjs";
import { localNow } from "./instants.mjs";
import { MOST_OPERATIONS, nextBatch, sendAgain, settle, takeResults, waiting } from "./outbox.mjs";
import {
  asksMore, emptyReplica, forgetUnheld, startAgain, takeEnd, takeHeader, takeLine,
} from "./replica.mjs";
import { Unreadable } from "./schema.mjs";

export const PROTOCOL = 2;
export const BUILD = "javascript-example-1";
const DAY_MS = 86_400_000;

/** 19. Full jitter from 2 s to 15 min. */
export const backoffSeconds = (failures) => Math.random() * Math.min(2 * 2 ** failures, 900);

const outcome = (kind, more = {}) => ({ kind, code: null, wait_s: null, ...more });

/** → {kind: done, later, failed, signed_out or upload_only; code; wait_s} */
export async function sync(store, { pull = true, retry = false } = {}) {
  if (retry) takeUpAgain(store);
  let reads = pull;
  let sends = true;
  let code = null;
  let accused = null;
  let epochs = 0;
  for (;;) {
    const account = store.account();
    const batch = sends && !accused ? nextBatch(store.entries(), account.most ?? MOST_OPERATIONS) : [];
    if (!reads && batch.length === 0 && !accused) break;
    let answer;
    try {
      answer = await roundTrip(store, account, batch, reads);
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof NoAnswer)) throw error;
      const next = refused(store, batch, reads, error);
      if (next.kind !== "go_on") return next;
      reads &&= !next.stop_reading;
      code = next.code ?? code;
      accused = next.accused ?? accused;
      continue;
    }
    if (accused) setAside(store, accused); // it is to blame: without it there is an answer
    accused = null;
    if (answer.is_cut) return failed(store, "network");
    if (answer.is_new_epoch && (epochs += 1) > 1) return failed(store, "epoch"); // two servers at one address
    if (!answer.is_new_epoch && !answer.is_all_taken) sends = false; // `later`: not now, and not out of order
    if (reads && !answer.is_new_epoch && !answer.has_come_further) return failed(store, "busy");
    if (!reads || answer.is_new_epoch || !answer.is_complete || asksMore(store.replica())) continue;
    if (!sends || nextBatch(store.entries(), 1).length === 0) {
      return outcome(sends ? "done" : "later", { wait_s: answer.next_s });
    }
  }
  if (!sends) return outcome("later", { wait_s: backoffSeconds(0) });
  return outcome(code === null ? "done" : "upload_only", { code });
}

/** 20. By hand, what was set aside is tried again. */
function takeUpAgain(store) {
  for (const entry of store.entries()) {
    if (entry.is_set_aside) store.saveEntry({ ...entry, is_set_aside: false });
  }
}

function request(store, { person, stream, epoch }, batch, reads) {
  const sent = new Set(batch.map(({ id }) => id));
  const left = waiting(store.entries()).filter(({ operation }) => !sent.has(operation.id));
  const common = {
    protocol: PROTOCOL, build: BUILD, person: person.id, stream, epoch, sent_at: localNow(),
    operations: batch,
    pending: { count: left.length, oldest_recorded_at: left[0]?.operation.recorded_at ?? null },
  };
  if (!reads) return { ...common, pull: false, cursor: {} };
  const { cursor, reading, mend, differs, checked_at: checkedAt } = store.replica();
  return {
    ...common, cursor, reading, differs, check: Date.now() - checkedAt > DAY_MS,
    mend: Object.fromEntries(Object.entries(mend).slice(0, 4)),
  };
}

async function roundTrip(store, account, batch, reads) {
  const asked = request(store, account, batch, reads);
  const lines = wholeLines(await post(`${account.url}/api/sync`, asked, account.token));
  const header = understood(readHeader, (await lines.next()).value);
  if (header === null) throw new NoAnswer("not_an_answer", "the page of a captive portal, perhaps");

  // Acknowledgements are kept before anything else is read. Of another epoch's server none is taken.
  const isNewEpoch = account.epoch !== null && header.epoch !== account.epoch;
  const isAllTaken = !isNewEpoch && takeResults(store, batch, header.results, header.server_time);
  const replica = store.replica();
  if (isNewEpoch) {
    sendAgain(store);
    startAgain(replica);
    store.saveReplica(replica);
  }
  store.saveAccount({
    ...account, token: header.token ?? account.token, epoch: header.epoch,
    clock: noteServerTime(header.server_time), failures: 0, refusals: null,
    most: Math.min((account.most ?? MOST_OPERATIONS) * 2, MOST_OPERATIONS),
  });
  if (isNewEpoch) return { is_new_epoch: true };

  if (reads) takeHeader(replica, header);
  const mended = [];
  let end = null;
  for await (const text of lines) {
    const line = understood(readLine, text);
    if (line === null) continue; // it must not stop the cursor: the sums will tell what is missing
    if ("cursor" in line) end = line;
    else if (line.m) mended.push(line);
    else if (reads) takeLine(replica, line);
  }
  const isComplete = reads && end !== null && takeEnd(replica, header, mended, end, Date.now());
  if (isComplete) {
    if (asked.check) replica.checked_at = Date.now();
    forgetUnheld(replica, settle(store, replica, header));
  }
  if (reads) store.saveReplica(replica);
  const hasComeFurther = isComplete || batch.length > 0 || !isDeepStrictEqual(replica.cursor, asked.cursor);
  return {
    is_cut: end === null, is_complete: isComplete, is_all_taken: isAllTaken,
    has_come_further: hasComeFurther, next_s: end?.next_s,
  };
}

function understood(reader, text) {
  try {
    return reader(JSON.parse(text));
  } catch (error) {
    if (error instanceof Unreadable || error instanceof SyntaxError) return null;
    throw error;
  }
}

function failed(store, code, retryAfter = null) {
  const account = store.account();
  const failures = account.failures ?? 0;
  store.saveAccount({ ...account, failures: failures + 1 });
  return outcome("failed", { code, wait_s: retryAfter ?? backoffSeconds(failures) });
}

/** 20. What a refusal means: `go_on` to try again at once, otherwise how this sync ends. */
function refused(store, batch, reads, error) {
  const { status, code, retry_after: retryAfter } = error;
  if (error instanceof NoAnswer || [429, 503].includes(status)) return failed(store, code, retryAfter);
  if (status === 401) return outcome("signed_out", { code });
  if (code === "access_ended") store.saveReplica(emptyReplica());
  if (code === "access_ended" || code === "protocol_too_new" || status === 426) {
    return reads ? { kind: "go_on", stop_reading: true, code } : failed(store, code);
  }
  if (batch.length === 0 || status === 403) return failed(store, code);
  const account = store.account();
  const count = account.refusals?.code === code ? account.refusals.count + 1 : 1;
  if (status === 413 && batch.length > 1) return goOn(store, { most: Math.ceil(batch.length / 2) });
  if (count < 3) {
    store.saveAccount({ ...account, refusals: { code, count } });
    return failed(store, code);
  }
  if (batch.length > 1) return goOn(store, { most: Math.ceil(batch.length / 2), refusals: null });
  return { ...goOn(store, { refusals: null }), accused: batch[0].id };
}

function goOn(store, changes) {
  store.saveAccount({ ...store.account(), ...changes });
  return { kind: "go_on" };
}

function setAside(store, id) {
  const entry = store.entries().find(({ operation }) => operation.id === id);
  store.saveEntry({ ...entry, is_set_aside: true });
}
