import { expect, it } from "vitest";
import type { Operation } from "../../src/protocol/operations";
import { upcast } from "../../src/protocol/upcasters";
import { vectors } from "../vectors";

interface Case {
  readonly name: string;
  readonly given: Pick<Operation, "kind" | "kind_version" | "payload">;
  readonly expect: Pick<Operation, "kind_version" | "payload"> | { readonly code: string };
}

it.each(vectors<{ cases: readonly Case[] }>("upcasting").cases)("$name", ({ given, expect: expected }) => {
  const operation: Operation = {
    ...given,
    id: "01930000-0000-7000-8000-000000000099",
    sequence: 1,
    target: "round:01930000-0000-7000-8000-000000000020",
    base_revision: 1,
    recorded_at: "2026-04-01T08:14:02.511+03:00",
    clock: null,
    seen: { state: "running" },
  };
  const recorded = structuredClone(operation);

  expect(upcast(operation)).toEqual("code" in expected ? null : { ...operation, ...expected });
  expect(operation, "what waits is sent as it was recorded").toEqual(recorded);
});
