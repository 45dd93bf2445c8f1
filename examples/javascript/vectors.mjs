// Runs the shared cases of tests/vectors that concern a device: node examples/javascript/vectors.mjs [FOLDER]

import { isDeepStrictEqual } from "node:util";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readHeader, readJoined, readLine, readProblem } from "./answers.mjs";
import { formatInstant, parseInstant } from "./instants.mjs";
import { KINDS, readOperation, upcast } from "./operations.mjs";
import { overlay } from "./overlay.mjs";
import { Unreadable } from "./schema.mjs";
import { check, slotSums } from "./sums.mjs";

const NOT_OURS = Symbol("a server's, or of a kind that is not known here");
const READERS = {
  operation: readOperation, header: readHeader, line: readLine,
  join_response: readJoined, problem: readProblem,
};
const revisions = (documents) => Object.fromEntries(documents.map(({ id, r }) => [id, r]));
const isStrange = (kind) => typeof kind === "string" && /^[a-z_]+\.[a-z_]+$/.test(kind) && !(kind in KINDS);

const RUN = {
  overlay: ({ document, operation }, _expect, { author }) =>
    isStrange(operation.kind) ? NOT_OURS : overlay(document, operation, author.person),
  upcasting: ({ kind, kind_version: version, payload }) =>
    isStrange(kind) ? NOT_OURS : refusable(() => upcast(kind, version, payload), ({ code }) => ({ code })),
  wire: ({ what, value }, expect) => {
    if (!(what in READERS)) return NOT_OURS;
    if (what === "operation" && isStrange(value?.kind) && expect.code !== "unknown_kind") return NOT_OURS;
    return refusable(() => {
      const dumped = READERS[what](value);
      return isDeepStrictEqual(dumped, value) ? { accepted: true } : { accepted: true, dumped };
    }, ({ code, fields }) => ({ accepted: false, code, fields }));
  },
  slots: ({ documents }) => ({
    slots: Object.fromEntries([...slotSums(revisions(documents)).entries()].filter(([, sum]) => sum !== 0)),
  }),
  sums: ({ documents }) => check(revisions(documents)),
  instants: (given) =>
    ({ format: () => formatInstant(given.instant), parse: () => parseInstant(given.instant) }[given.do]
      ?? (() => NOT_OURS))(),
};

function refusable(act, refused) {
  try {
    return act();
  } catch (error) {
    if (error instanceof Unreadable) return refused(error);
    throw error;
  }
}

const folder = process.argv[2] ?? join(import.meta.dirname, "../../tests/vectors");
const counts = {};
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
for (const name of readdirSync(folder).filter((each) => each.endsWith(".json")).sort()) {
  // A subject's part, such as overlay.duty.json, is read as if it stood in the whole.
  const file = { ...read(`${name.split(".")[0]}.json`), ...read(name) };
  const count = { passed: 0, failed: 0, not_ours: 0 };
  for (const { name: title, given, expect } of file.cases) {
    const found = RUN[name.split(".")[0]]?.(given, expect, file);
    const isOurs = found !== undefined && found !== NOT_OURS;
    const outcome = isOurs ? (isDeepStrictEqual(found, expect) ? "passed" : "failed") : "not_ours";
    count[outcome] += 1;
    if (outcome === "failed") {
      console.error(`${name}: ${title}`, { expected: JSON.stringify(expect), found: JSON.stringify(found) });
    }
  }
  counts[name] = count;
}
console.log(JSON.stringify(counts, null, 2));
process.exitCode = Object.values(counts).some(({ failed }) => failed > 0) ? 1 : 0;
