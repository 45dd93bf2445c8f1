import { signal } from "@preact/signals";

import { wordOf } from "../../i18n/codes/words";
import type { WorkOrder } from "../../protocol/documents";
import { byType, find } from "../../state/documents";
import { session } from "../../state/session";
import { isOpen, myOrders, openOrders } from "../../state/worklist";
import { Button, LinkButton } from "../../ui/button";
import { Stack } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { Empty } from "../../ui/empty";
import { SearchField } from "../../ui/field";
import { Page, Section } from "../../ui/page";
import { pathOf } from "../shell/routes";
import { whereabouts } from "../shell/whereabouts";
import { addressOf, spotOf } from "../words/places";
import { words } from "../words/words";
import { OrderCard } from "./order_card";

type List = "mine" | "district";
type Only = "all" | "urgent" | "here";

/** Kept while one looks at an order and comes back. */
/** Null until somebody chooses: then it is whichever list has something in it. */
const chosenList = signal<List | null>(null);
const only = signal<Only>("all");
const search = signal("");

const DONE_MAX = 5;

/** My orders, and the district's that nobody has been given. */
export function Orders() {
  const t = words.value;
  const person = session.value?.person.id;
  const orders = byType("work_order").value;
  const mine = person ? myOrders(orders, person) : [];
  const open = openOrders(orders);
  const list: List = chosenList.value ?? (mine.length === 0 && open.length > 0 ? "district" : "mine");
  const shown = (list === "mine" ? mine : open).filter(fits);
  return (
    <Page
      title={t.orders.title}
      actions={
        <LinkButton href={pathOf({ name: "record" })} icon="plus" wide>
          {t.orders.new}
        </LinkButton>
      }
    >
      <Choice
        legend={t.orders.title}
        hideLegend
        look="segments"
        options={[
          { value: "mine", label: `${t.orders.mine} (${mine.length})` },
          { value: "district", label: `${t.orders.district} (${open.length})` },
        ]}
        value={list}
        onChange={(value) => (chosenList.value = value)}
      />
      <SearchField label={t.orders.search} value={search.value} onInput={(value) => (search.value = value)} />
      <Choice
        legend={t.orders.filter}
        hideLegend
        options={[
          { value: "all", label: t.orders.only.all },
          { value: "urgent", label: t.orders.only.urgent },
          ...(whereabouts.value ? [{ value: "here" as const, label: t.orders.only.here }] : []),
        ]}
        value={only.value}
        onChange={(value) => (only.value = value)}
      />
      {shown.length === 0 ? <NoOrders list={list} /> : <OrderStack orders={shown} />}
      {list === "mine" && <DoneRecently orders={orders.filter((order) => order.completed_by === person && !isOpen(order) && fits(order))} />}
    </Page>
  );
}

function fits(order: WorkOrder): boolean {
  const t = words.value;
  const wanted = search.value.trim().toLocaleLowerCase();
  const text = [order.number, addressOf(order, t), find(order.property)?.name, spotOf(order, t), wordOf(t.codes.category, order.category)].join(" ");
  const isWanted = text.toLocaleLowerCase().includes(wanted);
  if (only.value === "urgent") {
    return isWanted && order.urgency === "urgent";
  }
  return isWanted && (only.value === "all" || order.property === whereabouts.value?.property);
}

function OrderStack({ orders }: { orders: readonly WorkOrder[] }) {
  return (
    <Stack>
      {orders.map((order) => (
        <li key={order.id}>
          <OrderCard order={order} />
        </li>
      ))}
    </Stack>
  );
}

function DoneRecently({ orders }: { orders: readonly WorkOrder[] }) {
  const t = words.value;
  if (orders.length === 0) {
    return null;
  }
  const newest = [...orders].sort((a, b) => (b.completed_at ?? "").localeCompare(a.completed_at ?? "")).slice(0, DONE_MAX);
  return (
    <Section title={t.orders.done_recently}>
      <OrderStack orders={newest} />
    </Section>
  );
}

function NoOrders({ list }: { list: List }) {
  const t = words.value;
  if (search.value !== "" || only.value !== "all") {
    const clear = () => {
      search.value = "";
      only.value = "all";
    };
    return (
      <Empty icon="search" title={t.orders.none_found} text={t.orders.none_found_text}>
        <Button onClick={clear}>{t.orders.clear}</Button>
      </Empty>
    );
  }
  if (list === "mine") {
    return (
      <Empty icon="clipboard" title={t.orders.none_mine} text={t.orders.none_mine_text}>
        <Button onClick={() => (chosenList.value = "district")}>{t.orders.see_district}</Button>
      </Empty>
    );
  }
  return <Empty icon="clipboard" title={t.orders.none_district} text={t.orders.none_district_text} />;
}
