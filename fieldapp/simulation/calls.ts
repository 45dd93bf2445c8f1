/** What the simulation may ask of a phone (tests/simulation/clients.py says what each call means). */
import type { OperationKind, Payload, Seen, Target } from "../src/protocol/operations";
import { localInstant } from "../src/protocol/instants";
import { uuid7 } from "../src/protocol/uuid7";
import { NotSaved } from "../src/state/types";
import { AccountStore } from "../src/store/account";
import { dumpChunk, parseChunk } from "../src/store/chunks";
import type { StoredChunk } from "../src/store/chunks";
import { KEPT } from "../src/store/held";
import { Outbox } from "../src/store/outbox";
import type { StoredOperation } from "../src/store/outbox";
import type { Position } from "../src/store/position";
import { Tabs } from "../src/sync/leader";
import type { Phone, Tab } from "./phone";
import { recordAt, recordsIn } from "./storage";

export type Json = Readonly<Record<string, unknown>>;

/** A call that ends as the simulation expects calls to end now and then. */
export class Raised extends Error {
  constructor(readonly what: "quota_exceeded" | "no_network") {
    super(what);
  }
}

type Call = (phone: Phone, arguments_: Json) => unknown;

export const CALLS: Readonly<Record<string, Call>> = {
  async make(phone) {
    await phone.tab(0);
    return null;
  },

  async join(phone, { code }) {
    const tab = await phone.tab(0);
    const outcome = await online(tab, () => tab.device.join(String(code), phone.name, "fi"));
    if (outcome.ok) {
      await still(tab);
      return null;
    }
    if (outcome.code === "network" || outcome.code === "not_an_answer") {
      throw new Raised("no_network");
    }
    if (outcome.code === "storage" && phone.is_full) {
      throw new Raised("quota_exceeded");
    }
    return outcome.code;
  },

  async record(phone, { kind, target, payload, seen, tab: number }) {
    const { device } = await phone.tab(Number(number));
    // What stands in the simulation's scripts is what a screen would have given.
    const told = [kind, target, payload, seen] as [OperationKind, Target<OperationKind>, Payload<OperationKind>, Seen<OperationKind>];
    await device.record(...told).catch((error: unknown) => {
      throw error instanceof NotSaved && error.code === "quota" ? new Raised("quota_exceeded") : error;
    });
    return device.entries.peek()[0]?.operation.id;
  },

  async inject(phone, { operation }) {
    const [accounts, outbox] = [new AccountStore(), new Outbox()];
    const account = await accounts.load();
    const now = new Date(phone.clock.wall_ms);
    const stored = await outbox.record(account?.person.id ?? "", (sequence) => {
      const usual = { id: uuid7(), sequence, base_revision: null, recorded_at: localInstant(now), clock: null, seen: {} };
      return { ...usual, ...(operation as StoredOperation["operation"]) };
    });
    await Promise.all([accounts.close(), outbox.close()]);
    const tabs = new Tabs(undefined);
    tabs.listen(() => undefined);
    tabs.tell("recorded");
    tabs.close();
    return stored.id;
  },

  async sync(phone, { tab: number }) {
    const tab = await phone.tab(Number(number));
    await still(tab);
    const { locks } = phone;
    const { refusals } = locks;
    await online(tab, () => tab.device.syncNow());
    const { phase, error_code } = tab.device.status.peek();
    if (error_code === "storage" && phone.is_full) {
      throw new Raised("quota_exceeded");
    }
    const problem = locks.refusals > refusals ? "another_tab" : (PROBLEMS[error_code ?? ""] ?? error_code);
    return { is_complete: problem === null && phase === "idle", problem };
  },

  async try_again(phone) {
    const { device } = await phone.tab(0);
    for (const { id, set_aside } of operationsOf(phone)) {
      if (set_aside) {
        await device.tryAgain(id);
      }
    }
    return null;
  },

  plan_kill(phone, { commits, is_after }) {
    phone.commits_left = commits === null ? null : Number(commits);
    phone.is_killed_after = is_after === true;
    return null;
  },

  set_quota(phone, { is_full }) {
    phone.is_full = is_full === true;
    return null;
  },

  async lose_document(phone, { bucket, document_id }) {
    for (const stored of chunksOf(phone)) {
      const chunk = parseChunk(stored);
      const copies = new Map([...chunk.copies].filter(([id]) => id !== document_id));
      if (chunk.bucket === bucket && copies.size < chunk.copies.size) {
        await overwrite(dumpChunk({ ...chunk, copies }));
      }
    }
    // What the memory holds would hide it until the app is started again.
    await phone.reload();
    return null;
  },

  async shown(phone) {
    const { device } = await phone.tab(0);
    return Object.fromEntries([...device.documents.peek()].map(([id, document]) => [id, withoutId(document)]));
  },

  held(phone) {
    const held: Record<string, Record<string, unknown>> = {};
    for (const chunk of chunksOf(phone).map(parseChunk)) {
      if (chunk.bucket !== KEPT) {
        const documents = Array.from(chunk.copies, ([id, { r, document }]) => [id, [r, withoutId(document)]]);
        held[chunk.bucket] = { ...held[chunk.bucket], ...Object.fromEntries(documents) };
      }
    }
    return held;
  },

  cursor: (phone) => recordAt<Position>(phone.life.storage, "kierros-documents", "meta", "position")?.cursor ?? {},

  stream: (phone) => recordAt<string>(phone.life.storage, "kierros-outbox", "meta", "stream") ?? null,

  entries: (phone) =>
    operationsOf(phone).map(({ id, sequence, state, result, set_aside, operation }) => ({
      id,
      sequence,
      is_acknowledged: state !== "waiting",
      is_set_aside: state === "waiting" && set_aside !== undefined,
      is_shown: state !== "settled",
      status: result?.status ?? null,
      operation,
    })),

  async export(phone) {
    const { device } = await phone.tab(0);
    const file = await device.exportFile();
    return JSON.parse(await file.text()) as unknown;
  },
};

/** Codes of the app that are none of the protocol's. */
const PROBLEMS: Readonly<Record<string, string>> = { network: "no_network", not_an_answer: "no_answer" };

/** Lets the tab at the network for as long as the work takes. */
async function online<T>({ line }: Tab, work: () => Promise<T>): Promise<T> {
  line.is_open = true;
  try {
    return await work();
  } finally {
    line.is_open = false;
  }
}

/** Waits for the attempt that a tab makes by itself when it is opened; it got no network, and has ended soon. */
async function still({ device }: Tab): Promise<void> {
  await device.syncNow();
}

function operationsOf({ life }: Phone): readonly StoredOperation[] {
  const stored = [...recordsIn<StoredOperation>(life.storage, "kierros-outbox", "operations")];
  return stored.sort((a, b) => a.sequence - b.sequence);
}

function chunksOf({ life }: Phone): readonly StoredChunk[] {
  return [...recordsIn<StoredChunk>(life.storage, "kierros-documents", "chunks")];
}

async function overwrite(chunk: StoredChunk): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open("kierros-documents");
    opening.addEventListener("success", () => resolve(opening.result));
    opening.addEventListener("error", () => reject(opening.error ?? new Error("not opened")));
  });
  await new Promise<void>((resolve) => {
    const transaction = database.transaction("chunks", "readwrite");
    transaction.objectStore("chunks").put(chunk);
    transaction.addEventListener("complete", () => resolve());
  });
  database.close();
}

/** As the wire has it: the id stands beside a document, not in it. */
function withoutId(document: { readonly id: string }): Json {
  return Object.fromEntries(Object.entries(document).filter(([field]) => field !== "id"));
}
