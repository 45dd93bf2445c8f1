// A directory that holds all that a device knows. Every file is written whole beside its place, synced to the
// disk and then put there, so that whatever interrupts, each file is either as before or as after.
//
// account.json: whose device it is, with the token, the epoch and the last server time.
// operations/<sequence>.json: one file for each operation, with what became of it. Recording only ever adds a
//   file, and two processes can't add the same: what a person did is safe beside a sync that is under way.
// documents.json: the copies and the cursor, in one file since they must change together. May be deleted.

import {
  closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { emptyReplica } from "./replica.mjs";

function syncFolder(folder) {
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}

function written(folder, value) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `.${randomUUID()}`);
  const handle = openSync(path, "wx", 0o600);
  writeFileSync(handle, JSON.stringify(value));
  fsyncSync(handle);
  closeSync(handle);
  return path;
}

function replace(path, value) {
  renameSync(written(dirname(path), value), path);
  syncFolder(dirname(path));
}

function readOr(path, otherwise) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return otherwise;
    throw error;
  }
}

export class Store {
  constructor(folder) {
    this.accountPath = join(folder, "account.json");
    this.documentsPath = join(folder, "documents.json");
    this.operationsFolder = join(folder, "operations");
  }

  account() { return readOr(this.accountPath, null); }
  saveAccount(account) { replace(this.accountPath, account); }

  replica() { return readOr(this.documentsPath, emptyReplica()); }
  saveReplica(replica) { replace(this.documentsPath, replica); }

  operationPath(sequence) {
    return join(this.operationsFolder, `${String(sequence).padStart(12, "0")}.json`);
  }

  /** Every operation in the order of its recording: {operation, result, is_shown, is_set_aside}. */
  entries() {
    mkdirSync(this.operationsFolder, { recursive: true, mode: 0o700 });
    return readdirSync(this.operationsFolder).filter((name) => name.endsWith(".json")).sort()
      .map((name) => JSON.parse(readFileSync(join(this.operationsFolder, name), "utf8")));
  }

  /** Keeps a new operation under the next sequence; when this returns, it is on the disk. */
  add(operation) {
    for (let sequence = (this.entries().at(-1)?.operation.sequence ?? 0) + 1; ; sequence += 1) {
      const numbered = { ...operation, sequence };
      const entry = { operation: numbered, result: null, is_shown: true, is_set_aside: false };
      const beside = written(this.operationsFolder, entry);
      try {
        linkSync(beside, this.operationPath(sequence));
        syncFolder(this.operationsFolder);
        return entry;
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      } finally {
        rmSync(beside);
      }
    }
  }

  saveEntry(entry) { replace(this.operationPath(entry.operation.sequence), entry); }
  removeEntry(entry) { rmSync(this.operationPath(entry.operation.sequence)); }
}
