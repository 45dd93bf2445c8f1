import { describe, expect, it } from "vitest";
import { fi, loadMessages } from "../../src/i18n/messages";
import { isOfType, type AnyDocument, type DocumentId } from "../../src/protocol/documents";
import type { Operation } from "../../src/protocol/operations";
import { operationWords, type Look } from "../../src/screens/outbox/operation_words";
import { orderBody, productBody, PROPERTY, roundBody } from "../samples";

const ROUND = "round:r" as const;
const ORDER = "work_order:o" as const;
const PRODUCT = "product:p" as const;
const USE = "product_use:u" as const;
const ALERT = "duty_alert:h" as const;
const INSPECTION = "inspection:l" as const;

const documents = new Map<string, AnyDocument>([
  [ROUND, { ...roundBody(["a"]), id: ROUND }],
  [ORDER, { ...orderBody({ category: "lighting" }), id: ORDER }],
  [PRODUCT, { ...productBody({ name: "Pihta" }), id: PRODUCT }],
  [USE, { type: "product_use", id: USE, product: PRODUCT, property: PROPERTY, building: null } as unknown as AnyDocument],
  [INSPECTION, { type: "inspection", id: INSPECTION, spaces: [{ space: "a", name: "Porras B" }] } as unknown as AnyDocument],
  [PROPERTY, { type: "property", id: PROPERTY, address: "Kontulankaari 3" } as unknown as AnyDocument],
]);

const known: Look = {
  find: (id) => documents.get(id),
  spaceName: (space) => (space === "a" ? "Porras B" : undefined),
  address: (of) => (isOfType(of, "round") || isOfType(of, "property") ? "Kontulankaari 3" : null),
};
const unknown: Look = { find: () => undefined, spaceName: () => undefined, address: () => null };

function operation(kind: string, target: DocumentId, payload: Record<string, unknown> = {}): Operation {
  return { id: "i", sequence: 1, kind, kind_version: 1, target, base_revision: 1, recorded_at: "2026-04-01T08:14:00+03:00", clock: null, payload, seen: {} };
}

const OPERATIONS: readonly [Operation, string][] = [
  [operation("round.start", ROUND), "Kierros aloitettu"],
  [operation("round.tick", ROUND, { visit: "a" }), "Kuitattu: Porras B"],
  [operation("round.untick", ROUND, { visit: "a" }), "Kumottu: Porras B"],
  [operation("round.skip", ROUND, { visit: "a", reason: "locked" }), "Ohitettu: Porras B (lukossa)"],
  [operation("round.finish", ROUND), "Kierros päätetty"],
  [operation("work_order.start", ORDER), "Työ aloitettu: valaistus T-2041"],
  [operation("work_order.complete", ORDER, { result: "fixed" }), "Työ valmis: valaistus T-2041 (korjattu)"],
  [operation("work_order.comment", ORDER, { text: "Tilattu varaosa" }), "Kommentti: ”Tilattu varaosa”"],
  [operation("work_order.visit_note", ORDER, { reason: "nobody_home" }), "Käyntilappu: valaistus T-2041 (kukaan ei avannut)"],
  [operation("work_order.create", "work_order:x", { property: PROPERTY, category: "lock" }), "Uusi työ: lukko"],
  [operation("product_use.record", "product_use:x", { product: PRODUCT, amount: 20, unit: "ml" }), "Aine käytetty: Pihta 20 ml"],
  [operation("product_use.void", USE), "Aineen käyttö mitätöity: Pihta"],
  [operation("duty.acknowledge", ALERT), "Hälytys kuitattu"],
  [operation("inspection.grade", INSPECTION, { space: "a", level: 2 }), "Arvioitu: Porras B, taso 2"],
  [operation("inspection.finish", INSPECTION), "Laatukierros päätetty"],
  [operation("brief.confirm", "brief_confirmation:x", { building: "building:x", items: [] }), "Ohjeet luettu"],
];

describe.each(OPERATIONS)("$kind", (recorded, text) => {
  it("says what was done", () => {
    expect(operationWords(recorded, known, fi).text).toBe(text);
  });

  it("still says something when its documents have left the phone", () => {
    const { text: bare, place } = operationWords(recorded, unknown, fi);
    expect(bare).not.toMatch(/undefined|null|\[object/u);
    expect(bare.length).toBeGreaterThan(5);
    expect(place).toBeNull();
  });

  it("says it in the other languages", async () => {
    for (const language of ["sv", "en"] as const) {
      expect(operationWords(recorded, known, await loadMessages(language)).text).not.toBe(text);
    }
  });
});

it("says where: by the target, or by the place in the payload when the target is new", () => {
  expect(operationWords(operation("round.tick", ROUND, { visit: "a" }), known, fi).place).toBe("Kontulankaari 3");
  expect(operationWords(operation("work_order.create", "work_order:x", { property: PROPERTY, category: "lock" }), known, fi).place).toBe(
    "Kontulankaari 3",
  );
});

it("names a kind of a newer build", () => {
  expect(operationWords(operation("courtyard.grit", "courtyard:x"), known, fi).text).toBe("Merkintä (courtyard.grit)");
});
