import { isOfType, keyOf, type Return } from "../../protocol/documents";
import { find } from "../../state/documents";
import { today } from "../../state/today";
import { CardLine, CardLink, Mark } from "../../ui/card";
import { pathOf, type Route } from "../shell/routes";
import { addressOf, findAny, findSpace, personName } from "../words/places";
import { momentWords } from "../words/when";
import { words } from "../words/words";
import { wordOf } from "../../i18n/codes/words";

/** Work that a supervisor sent back, with the comment that says why; leads to where it can be mended. */
export function ReturnedCard({ entry }: { entry: Return }) {
  const t = words.value;
  const target = findAny(entry.target);
  return (
    <CardLink href={pathOf(routeTo(entry))} title={titleOf(entry)} tone="waiting" lead={<Mark icon="returned" tone="waiting" />}>
      <CardLine>”{entry.comment}”</CardLine>
      <span class="card-eyebrow">
        {[personName(entry.by, t), momentWords(entry.at, today.value, t), isOfType(target, "round") && addressOf(target, t)].filter(Boolean).join(" · ")}
      </span>
    </CardLink>
  );
}

function titleOf(entry: Return): string {
  const t = words.value;
  const target = findAny(entry.target);
  if (isOfType(target, "round")) {
    const visit = target.visits.find((candidate) => candidate.id === entry.visit);
    return (visit && findSpace(visit.space)?.name) ?? addressOf(target, t);
  }
  if (isOfType(target, "work_order")) {
    return `${wordOf(t.codes.category, target.category)}, ${addressOf(target, t)}`;
  }
  if (isOfType(target, "product_use")) {
    return find(target.product)?.name ?? t.operation.unknown_product;
  }
  return t.common.unknown_place;
}

function routeTo(entry: Return): Route {
  const target = findAny(entry.target);
  if (isOfType(target, "round")) {
    return { name: "round", key: keyOf(target.id) };
  }
  if (isOfType(target, "work_order")) {
    return { name: "order", key: keyOf(target.id) };
  }
  return { name: "outbox" };
}
