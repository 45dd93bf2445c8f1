/** The files that stand for a bucket's lines on a first download (docs/protocol.md, step 12). */
import type { SyncHeader, SyncRequest } from "../protocol/types";
import { downloadSnapshot } from "./download";
import type { Ports } from "./ports";
import type { Body } from "./transport";

export class Snapshots {
  /** No more in this attempt, once one could not be had: the normal way brings the same. */
  #is_wanted = true;

  constructor(private readonly ports: Ports) {}

  asks(): Pick<SyncRequest, "snapshots"> {
    return this.#is_wanted ? { snapshots: true } : {};
  }

  /**
   * Reads what a header names, in order, like pages; true when there was anything to read. Wherever it stops, the normal way goes
   * on from the cursor.
   *
   * @throws Behind
   */
  async read(header: SyncHeader, onDocuments: (count: number, snapshot: Body) => void): Promise<boolean> {
    const paths = this.#is_wanted ? Object.values(header.snapshots ?? {}).flat() : [];
    for (const path of paths) {
      this.#is_wanted = await this.#readOne(path, onDocuments);
      if (!this.#is_wanted) {
        break;
      }
    }
    return paths.length > 0;
  }

  async #readOne(path: string, onDocuments: (count: number, snapshot: Body) => void): Promise<boolean> {
    const { ports } = this;
    const snapshot = await ports.transport.snapshot(path, ports.account().token);
    if (snapshot.kind === "failure") {
      return false;
    }
    return downloadSnapshot(ports, snapshot, (count) => onDocuments(count, snapshot));
  }
}
