/** An operation as a sentence: what was done, and where. */
import { wordOf } from "../../i18n/codes/words";
import type { Messages } from "../../i18n/messages";
import { isOfType, typeOf, type AnyDocument, type DocumentId } from "../../protocol/documents";
import type { Operation } from "../../protocol/operations";
import { upcast } from "../../protocol/upcasters";
import { amountWords } from "../products/amounts";

/** What the words need to know of the documents: pure, so that tests can give their own. */
export type Look = {
  find(id: DocumentId): AnyDocument | undefined;
  spaceName(space: string): string | undefined;
  address(of: AnyDocument): string | null;
};

export type OperationWords = { readonly text: string; readonly place: string | null };

/** The words of an operation, whatever is known of its target; a kind of a newer build is told by its name. */
export function operationWords(recorded: Operation, look: Look, t: Messages): OperationWords {
  const operation = upcast(recorded) ?? recorded;
  const target = look.find(operation.target);
  return { text: sentence(operation, target, look, t), place: placeOf(operation, target, look) };
}

function sentence({ kind, payload }: Operation, target: AnyDocument | undefined, look: Look, t: Messages): string {
  switch (kind) {
    case "round.start":
      return t.operation.round_start;
    case "round.tick":
      return t.operation.round_tick(spaceOf(payload["visit"], target, look, t));
    case "round.untick":
      return t.operation.round_untick(spaceOf(payload["visit"], target, look, t));
    case "round.skip":
      return t.operation.round_skip(spaceOf(payload["visit"], target, look, t), wordOf(t.codes.skip_reason, text(payload["reason"])).toLocaleLowerCase());
    case "round.finish":
      return t.operation.round_finish;
    case "work_order.start":
      return t.operation.work_order_start(orderOf(target, t));
    case "work_order.pause":
      return t.pauses.operation_pause(orderOf(target, t), wordOf(t.codes.pause_reason, text(payload["reason"])).toLocaleLowerCase());
    case "work_order.resume":
      return t.pauses.operation_resume(orderOf(target, t));
    case "work_order.complete":
      return t.operation.work_order_complete(orderOf(target, t), wordOf(t.codes.order_result, text(payload["result"])).toLocaleLowerCase());
    case "work_order.comment":
      return t.operation.work_order_comment(text(payload["text"]));
    case "work_order.visit_note":
      return t.residents.operation(orderOf(target, t), wordOf(t.residents.reasons, text(payload["reason"])).toLocaleLowerCase());
    case "work_order.create":
      return t.operation.work_order_create(wordOf(t.codes.category, text(payload["category"])).toLocaleLowerCase());
    case "product_use.record":
      return t.operation.product_use_record(productOf(text(payload["product"]), look, t), amountOf(payload));
    case "product_use.void":
      return t.operation.product_use_void(isOfType(target, "product_use") ? productOf(target.product, look, t) : t.operation.unknown_product);
    case "duty.acknowledge":
      return t.duty.acknowledged;
    case "courtyard.record":
      return t.courtyard.operation(kindOf(payload, t));
    case "courtyard.correct":
      return t.courtyard.operation_correct(kindOf(payload, t));
    case "inspection.grade":
      return t.inspections.operation_grade(inspectedOf(payload["space"], target, t), String(payload["level"]));
    case "inspection.finish":
      return t.inspections.operation_finish;
    case "brief.confirm":
      return t.briefs.confirmed;
    default:
      return t.operation.unknown(kind);
  }
}

function placeOf({ payload }: Operation, target: AnyDocument | undefined, look: Look): string | null {
  const known = target && look.address(target);
  if (known) {
    return known;
  }
  const place = ["building", "property"].map((name) => text(payload[name])).find((id) => typeOf(id) !== "" && look.find(id as DocumentId));
  const found = place && look.find(place as DocumentId);
  return found ? look.address(found) : null;
}

function spaceOf(visit: unknown, target: AnyDocument | undefined, look: Look, t: Messages): string {
  const space = isOfType(target, "round") ? target.visits.find((candidate) => candidate.id === visit)?.space : undefined;
  return (space && look.spaceName(space)) ?? t.round.unknown_space;
}

function inspectedOf(space: unknown, target: AnyDocument | undefined, t: Messages): string {
  const known = isOfType(target, "inspection") ? target.spaces.find((each) => each.space === space) : undefined;
  return known?.name ?? t.inspections.unknown_space;
}

function orderOf(target: AnyDocument | undefined, t: Messages): string {
  if (!isOfType(target, "work_order")) {
    return t.operation.unknown_order;
  }
  return [wordOf(t.codes.category, target.category).toLocaleLowerCase(), target.number].filter(Boolean).join(" ");
}

function productOf(id: string, look: Look, t: Messages): string {
  const product = look.find(id as DocumentId);
  return isOfType(product, "product") ? product.name : t.operation.unknown_product;
}

function amountOf(payload: Operation["payload"]): string {
  const { amount, unit } = payload;
  return typeof amount === "number" && (unit === "ml" || unit === "g") ? amountWords(amount, unit) : "";
}

function kindOf(payload: Operation["payload"], t: Messages): string {
  const kind = text(payload["record_kind"]);
  return wordOf(t.courtyard.words, kind === "" ? t.courtyard.unknown_kind : kind).toLocaleLowerCase();
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
