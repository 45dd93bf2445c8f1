import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkForm } from "../../src/protocol/courtyard/checking";
import { COURTYARD_KINDS, findForm, newestForm } from "../../src/protocol/courtyard/forms";
import type { Operation } from "../../src/protocol/operations";
import { isValid } from "../../src/protocol/payloads";

interface Case {
  readonly name: string;
  readonly given: { readonly value: Operation };
  readonly expect: { readonly accepted: boolean; readonly codes?: Readonly<Record<string, string>> };
}

const { cases } = JSON.parse(readFileSync(new URL("../../../tests/vectors/wire.courtyard.json", import.meta.url), "utf8")) as { cases: readonly Case[] };
const definition = JSON.parse(readFileSync(new URL("../../../sync/courtyard/forms.json", import.meta.url), "utf8")) as {
  forms: readonly { kind: string; version: number; warnings?: readonly { code: string }[]; fields: readonly { type: string; step?: number }[] }[];
};

describe("a courtyard record", () => {
  it.each(cases)("is as good as the server finds it: $name", ({ given: { value }, expect: { accepted } }) => {
    expect(isValid(value)).toBe(accepted);
  });

  it.each(cases.filter((each) => each.expect.codes))("has a code at the field: $name", ({ given: { value }, expect: { codes } }) => {
    const form = findForm(value.payload["record_kind"], value.payload["form_version"]);
    const errors = form && checkForm(form, value.payload["fields"] as Record<string, unknown>).errors;
    expect(Object.fromEntries(Object.entries(errors ?? {}).map(([path, code]) => [`payload.fields.${path}`, code]))).toEqual(codes);
  });
});

describe("the forms", () => {
  it("are of the kinds that this build offers, in types that it can draw", () => {
    expect([...new Set(definition.forms.map((form) => form.kind))]).toEqual([...COURTYARD_KINDS]);
    for (const form of definition.forms) {
      expect(newestForm(form.kind as (typeof COURTYARD_KINDS)[number]).version).toBeGreaterThanOrEqual(form.version);
      expect((form.warnings ?? []).every((warning) => warning.code === "giant_hogweed")).toBe(true);
      for (const field of form.fields) {
        expect(["integer", "decimal", "choice", "yes_no", "text", "date", "list"]).toContain(field.type);
        expect(!["integer", "decimal"].includes(field.type) || (field.step ?? 0) > 0).toBe(true);
      }
    }
  });
});
