import { wordOf } from "../../i18n/codes/words";
import { isOfType, keyOf, typeOf, type WorkOrder } from "../../protocol/documents";
import { find } from "../../state/documents";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { LinkButton } from "../../ui/button";
import { Facts, type Fact } from "../../ui/rows";
import { now } from "../shell/now";
import { pathOf } from "../shell/routes";
import { deadlineWords } from "../words/deadlines";
import { addressOf, hasEvesOff, personName, propertyName, spotOf } from "../words/places";
import { momentWords, shortDay } from "../words/when";
import { spoken, words } from "../words/words";

/** What, where, who, entry, deadline. */
export function OrderFacts({ order }: { order: WorkOrder }) {
  const t = words.value;
  const facts: Fact[] = [
    { name: t.order.what, icon: "note", value: <p class="long-text">{order.description}</p> },
    { name: t.order.where, icon: "pin", value: <Where order={order} /> },
    { name: t.order.entry, icon: "key", value: wordOf(t.codes.entry, order.entry) },
    { name: t.order.deadline, icon: "clock", value: deadlineText(order) },
    { name: t.order.who, icon: "person", value: t.order.reported(reporter(order), momentWords(order.reported_at, today.value, t)) },
    { name: t.order.assigned, icon: "wrench", value: assignee(order) },
    ...(order.found_on ? [{ name: t.pauses.found_on, icon: "note" as const, value: <FoundOn on={order.found_on} /> }] : []),
  ];
  return <Facts facts={facts} />;
}

function Where({ order }: { order: WorkOrder }) {
  const t = words.value;
  const address = addressOf(order, t);
  const property = find(order.property);
  const query = encodeURIComponent([address, property?.postal_code, "Helsinki"].filter(Boolean).join(", "));
  return (
    <>
      <p>{[spotOf(order, t), address, propertyName(order)].filter(Boolean).join(", ")}</p>
      <LinkButton href={`https://www.openstreetmap.org/search?query=${query}`} kind="quiet" icon="map" external>
        {t.order.map}
      </LinkButton>
    </>
  );
}

/** The way to the round or order on which it was found, when this phone has it. */
function FoundOn({ on }: { on: NonNullable<WorkOrder["found_on"]> }) {
  const t = words.value;
  const found = find(on);
  if (isOfType(found, "work_order")) {
    return <a href={pathOf({ name: "order", key: keyOf(found.id) })}>{[wordOf(t.codes.category, found.category), found.number].filter(Boolean).join(" ")}</a>;
  }
  if (isOfType(found, "round")) {
    return <a href={pathOf({ name: "round", key: keyOf(found.id) })}>{[wordOf(t.codes.work, found.work), shortDay(found.on, spoken.value)].join(" ")}</a>;
  }
  if (typeOf(on) === "inspection") {
    return <span>{t.inspections.found_on}</span>;
  }
  return <span>{typeOf(on) === "round" ? t.pauses.found_on_round : t.pauses.found_elsewhere}</span>;
}

function deadlineText(order: WorkOrder): string {
  const { text, day } = deadlineWords(order, now.value, today.value, spoken.value, words.value, hasEvesOff(order.property));
  return day === null ? text : `${text} (${day})`;
}

function reporter(order: WorkOrder): string {
  const t = words.value;
  const role = wordOf(t.codes.reporter, order.reporter);
  return order.reported_by ? `${personName(order.reported_by, t)} (${role.toLocaleLowerCase()})` : role;
}

function assignee(order: WorkOrder): string {
  const t = words.value;
  if (order.assigned_to === null) {
    return t.order.nobody;
  }
  return order.assigned_to === session.value?.person.id ? t.order.you : personName(order.assigned_to, t);
}
