#!/usr/bin/env node
// A Kierros device on the command line; README.md says more.

import { homedir, hostname } from "node:os";
import { join as joinPath } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { NoAnswer, Refused } from "./exchange.mjs";
import { Impossible, fromLink, join } from "./join.mjs";
import { record, shownDocuments, waiting } from "./outbox.mjs";
import { Unreadable } from "./schema.mjs";
import { Store } from "./store.mjs";
import { backoffSeconds, sync } from "./sync.mjs";

const USAGE = `node kierros.mjs [--store DIR] COMMAND
  join URL CODE | LINK [--name] [--language]     become a device of the code's person
  pull [--retry]                                 send what waits, read what has changed
  push [--retry]                                 only send
  run                                            pull for ever, as often as the server says
  tasks [--on YYYY-MM-DD]                        the day's rounds, as this device shows them
  tick VISIT [--minutes N] [--text TEXT]         a visit is done
  record KIND TARGET PAYLOAD                     any other operation, its payload in JSON
  status                                         what waits and what became of the rest`;

const EXIT = { done: 0, later: 3, failed: 3, signed_out: 4, upload_only: 5 };

const print = (value) => console.log(JSON.stringify(value, null, 2));

async function synced(store, options) {
  const result = await sync(store, options);
  print({ ...result, waiting: waiting(store.entries()).length });
  return EXIT[result.kind];
}

async function joined(store, args, { name = hostname(), language = "fi" }) {
  const [url, code] = args.length === 1 ? fromLink(args[0]) : args;
  print((await join(store, url, code, name, language)).person);
}

function tick(store, visitId, { minutes, text }) {
  const found = Object.entries(shownDocuments(store))
    .filter(([, { type }]) => type === "round")
    .flatMap(([id, { visits }]) => visits.map((visit) => ({ id, visit })))
    .find(({ visit }) => visit.id === visitId);
  if (!found) throw new Impossible("no such visit on this device: pull first");
  if (found.visit.state === "done") throw new Impossible("this visit is done already");
  const payload = { visit: visitId, ...(minutes && { minutes: Number(minutes) }), ...(text && { text }) };
  print(record(store, "round.tick", found.id, payload, { state: found.visit.state }).operation);
}

function tasks(store, { on }) {
  const shown = shownDocuments(store);
  const day = on ?? new Intl.DateTimeFormat("sv-SE", { timeZone: store.account().server.time_zone }).format();
  const rounds = Object.entries(shown).filter(([, doc]) => doc.type === "round" && doc.on === day);
  print(rounds.map(([id, round]) => ({
    id, place: shown[round.building ?? round.property]?.address, state: round.state, person: round.person,
    visits: round.visits.map((visit) => ({ id: visit.id, state: visit.state, tasks: visit.tasks })),
  })));
}

function status(store) {
  const { url, person, epoch } = store.account();
  const { cursor, differs, documents } = store.replica();
  print({
    url, person, epoch, cursor, differs, documents: Object.keys(documents).length,
    operations: store.entries().map(({ operation: { id, kind, target }, result, ...rest }) => ({
      id, kind, target, status: "waiting", ...result, ...rest,
    })),
  });
}

async function run(store) {
  for (;;) {
    const result = await sync(store);
    print(result);
    if (result.kind === "signed_out" || result.kind === "upload_only") return EXIT[result.kind];
    await pause((result.wait_s ?? backoffSeconds(0)) * 1000);
  }
}

async function main() {
  const text = { type: "string" };
  const options = {
    store: text, name: text, language: text, on: text, minutes: text, text, retry: { type: "boolean" },
  };
  const { positionals: [command, ...args], values } = parseArgs({ allowPositionals: true, options });
  const folder = values.store ?? process.env.KIERROS_STORE ?? joinPath(homedir(), ".kierros-javascript");
  const store = new Store(folder);
  const commands = {
    join: () => joined(store, args, values),
    pull: () => synced(store, { retry: values.retry }),
    push: () => synced(store, { pull: false, retry: values.retry }),
    run: () => run(store),
    tasks: () => tasks(store, values),
    tick: () => tick(store, args[0], values),
    record: () => print(record(store, args[0], args[1], JSON.parse(args[2])).operation),
    status: () => status(store),
  };
  const takes = { join: [1, 2], tick: [1], record: [3] };
  if (!Object.hasOwn(commands, command) || !(takes[command] ?? [0]).includes(args.length)) {
    console.error(USAGE);
    return 2;
  }
  if (command !== "join" && store.account() === null) throw new Impossible("join first");
  return (await commands[command]()) ?? 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (![Impossible, NoAnswer, Refused, Unreadable].some((kind) => error instanceof kind)) throw error;
  console.error(`error: ${error.code}: ${error.message}`);
  process.exitCode = error instanceof NoAnswer ? 3 : 1;
}
