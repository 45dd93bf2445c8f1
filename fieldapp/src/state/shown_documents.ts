/**
 * The documents as the worker sees them: the server's copies with the unabsorbed operations of this phone replayed over
 * them (docs/protocol.md, step 15; invariant: what is shown = replay(copies, operations)).
 *
 * A change costs what it touches: one document is replayed, one signal of it and one of its type are told.
 */
import { batch, computed, signal } from "@preact/signals";
import type { ReadonlySignal, Signal } from "@preact/signals";
import { isOfType, typeOf } from "../protocol/documents";
import type { AnyDocument, DocumentId, DocumentType, DocumentTypes } from "../protocol/documents";
import type { Operation } from "../protocol/operations";
import { applyOperation, followed } from "../protocol/overlay";
import { isReadable } from "../protocol/readable";
import type { Changes } from "../store/held";

interface TypeList {
  readonly documents: Map<string, AnyDocument>;
  /** Grows with every change of a document of the type. */
  readonly changes: Signal<number>;
  readonly list: ReadonlySignal<readonly AnyDocument[]>;
}

export class ShownDocuments {
  readonly #copies = new Map<string, { readonly r: number; readonly document: AnyDocument }>();
  readonly #operations = new Map<string, readonly Operation[]>();
  /** The documents that operations on another one change, too, by that one's id. */
  readonly #followers = new Map<string, Set<string>>();
  readonly #cells = new Map<string, Signal<AnyDocument | undefined>>();
  readonly #types = new Map<string, TypeList>();
  readonly #changes = signal(0);

  /** `me` is the signed-in person: the author of this phone's operations. */
  constructor(private readonly me: () => DocumentId<"person"> | null) {}

  /** All documents; a copy for each change, made when it is read. */
  readonly all: ReadonlySignal<ReadonlyMap<string, AnyDocument>> = computed(() => {
    void this.#changes.value;
    const all = new Map<string, AnyDocument>();
    for (const { documents } of this.#types.values()) {
      documents.forEach((document, id) => all.set(id, document));
    }
    return all;
  });

  /** Replaces everything. */
  reset(copies: Changes, operations: readonly Operation[]): void {
    batch(() => {
      const before = [...this.#copies.keys(), ...this.#operations.keys()];
      this.#copies.clear();
      this.#followers.clear();
      this.#operations.clear();
      this.#take(copies);
      for (const operation of operations) {
        this.#enqueue(operation);
      }
      this.#replay(new Set([...before, ...this.#copies.keys(), ...this.#operations.keys()]));
    });
  }

  /** Takes what a page brought, and drops the operations whose effect it bears, in one moment. */
  apply(copies: Changes, settled: ReadonlySet<string>): void {
    batch(() => {
      this.#take(copies);
      const freed = [...this.#operations].filter(([, operations]) => operations.some(({ id }) => settled.has(id)));
      for (const [target, operations] of freed) {
        const left = operations.filter(({ id }) => !settled.has(id));
        if (left.length > 0) {
          this.#operations.set(target, left);
        } else {
          this.#operations.delete(target);
        }
      }
      this.#replay(new Set([...copies.keys(), ...freed.map(([target]) => target)]));
    });
  }

  /** Shows the effect of an operation that was just recorded. */
  add(operation: Operation): void {
    batch(() => {
      if (this.#enqueue(operation)) {
        for (const id of this.#withFollowers(operation.target)) {
          this.#show(id, this.#after(this.#shown(id) ?? null, operation));
        }
      }
    });
  }

  /** The revision of the server's copy; null when there is none. */
  revisionOf(id: string): number | null {
    return this.#copies.get(id)?.r ?? null;
  }

  byType<K extends DocumentType>(type: K): ReadonlySignal<readonly DocumentTypes[K][]> {
    return this.#typeList(type).list as ReadonlySignal<readonly DocumentTypes[K][]>;
  }

  find<K extends DocumentType>(id: DocumentId<K> | null | undefined): DocumentTypes[K] | undefined {
    if (id === null || id === undefined) {
      return undefined;
    }
    const cell = this.#cells.get(id) ?? signal(this.#shown(id));
    this.#cells.set(id, cell);
    return cell.value as DocumentTypes[K] | undefined;
  }

  #take(copies: Changes): void {
    for (const [id, copy] of copies) {
      this.#follow(this.#copies.get(id)?.document, (ids) => ids.delete(id));
      if (copy && isReadable(copy.document)) {
        this.#copies.set(id, copy);
        this.#follow(copy.document, (ids) => ids.add(id));
      } else {
        this.#copies.delete(id);
      }
    }
  }

  #follow(document: AnyDocument | undefined, change: (followers: Set<string>) => void): void {
    const target = document && followed(document);
    if (target) {
      const followers = this.#followers.get(target) ?? new Set();
      change(followers);
      this.#followers.set(target, followers);
    }
  }

  #withFollowers(id: string): readonly string[] {
    return [id, ...(this.#followers.get(id) ?? [])];
  }

  /** False when the operation is there already: another tab's message may be quicker than our own transaction. */
  #enqueue(operation: Operation): boolean {
    const operations = this.#operations.get(operation.target) ?? [];
    if (operations.some(({ id }) => id === operation.id)) {
      return false;
    }
    this.#operations.set(operation.target, [...operations, operation]);
    return true;
  }

  #replay(ids: Iterable<string>): void {
    for (const id of new Set([...ids].flatMap((each) => this.#withFollowers(each)))) {
      let document = this.#copies.get(id)?.document ?? null;
      for (const operation of this.#about(id, document)) {
        document = this.#after(document, operation);
      }
      this.#show(id, document);
    }
  }

  /** The operations that may change a document, as they were recorded one after the other. */
  #about(id: string, document: AnyDocument | null): readonly Operation[] {
    const own = this.#operations.get(id) ?? [];
    const target = document && followed(document);
    const others = (target && this.#operations.get(target)) || [];
    return others.length === 0 ? own : [...own, ...others].sort((a, b) => a.sequence - b.sequence);
  }

  #after(document: AnyDocument | null, operation: Operation): AnyDocument | null {
    const person = this.me();
    if (person === null) {
      return document;
    }
    const own = this.#copies.get(person)?.document;
    const organisation = isOfType(own, "person") ? own.organisation : null;
    try {
      return applyOperation(document, operation, { person, organisation });
    } catch {
      // An operation of a build with other ideas must not hide the document it is about.
      return document;
    }
  }

  #shown(id: string): AnyDocument | undefined {
    return this.#types.get(typeOf(id))?.documents.get(id);
  }

  #show(id: string, document: AnyDocument | null): void {
    const type = this.#typeList(typeOf(id));
    if (type.documents.get(id) === (document ?? undefined)) {
      return;
    }
    if (document) {
      type.documents.set(id, document);
    } else {
      type.documents.delete(id);
    }
    type.changes.value += 1;
    this.#changes.value += 1;
    const cell = this.#cells.get(id);
    if (cell) {
      cell.value = document ?? undefined;
    }
  }

  #typeList(type: string): TypeList {
    const known = this.#types.get(type);
    if (known) {
      return known;
    }
    const documents = new Map<string, AnyDocument>();
    const changes = signal(0);
    const list = computed(() => {
      void changes.value;
      return [...documents.values()];
    });
    const made = { documents, changes, list };
    this.#types.set(type, made);
    return made;
  }
}
