import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnyDocument, DocumentBody, DocumentId } from "../../src/protocol/documents";
import { KIND_VERSIONS } from "../../src/protocol/operations";
import type { Operation } from "../../src/protocol/operations";
import { applyOperation } from "../../src/protocol/overlay";
import type { Author } from "../../src/protocol/overlay";
import { vectors } from "../vectors";

interface Case {
  readonly name: string;
  readonly given: { readonly document: DocumentBody | null; readonly operation: Operation };
  readonly expect: DocumentBody | null;
}

const { author, cases } = vectors<{ author: Author; cases: readonly Case[] }>("overlay");

const newest = Math.max(...Object.values(KIND_VERSIONS));

// The device keeps a document's id with it; the JSON of the vectors has none. An alert may be there beside its order.
function held(target: DocumentId, body: DocumentBody | null): AnyDocument | null {
  return body && { ...body, id: target.startsWith(`${body.type}:`) ? target : (`${body.type}:follower` as DocumentId) };
}

describe("the overlay", () => {
  it.each(cases)("$name", ({ given: { document, operation }, expect: expected }) => {
    const before = held(operation.target, document);
    const untouched = structuredClone(before);

    expect(applyOperation(before, operation, author)).toEqual(held(operation.target, expected));
    expect(before).toEqual(untouched);
  });

  it.each(cases)("changes nothing when replayed over its own effect: $name", ({ given: { document, operation } }) => {
    const once = applyOperation(held(operation.target, document), operation, author);

    expect(applyOperation(once, operation, author)).toEqual(once);
  });

  it("leaves a document as it is when it does not know the kind or its version", () => {
    const known = fc.constantFrom(...cases.filter(({ given }) => given.document !== null));
    const stranger = fc.oneof(
      fc.record({ kind: fc.string() }),
      fc.record({ kind_version: fc.integer({ min: newest + 1, max: 99 }) }),
    );
    fc.assert(
      fc.property(known, stranger, ({ given: { document, operation } }, changes) => {
        const before = held(operation.target, document);
        fc.pre(!cases.some(({ given }) => given.operation.kind === (changes as Partial<Operation>).kind));
        expect(applyOperation(before, { ...operation, ...changes }, author)).toBe(before);
      }),
    );
  });
});
