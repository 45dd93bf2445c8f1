import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { wordOf } from "../../i18n/codes/words";
import { documentId, type WorkOrder } from "../../protocol/documents";
import { byType, find } from "../../state/documents";
import { Button, LinkButton } from "../../ui/button";
import { Card } from "../../ui/card";
import { Empty } from "../../ui/empty";
import { Notice } from "../../ui/notice";
import { Columns, Page } from "../../ui/page";
import { UseSheet } from "../products/use_sheet";
import { UsesOf } from "../products/uses_of";
import { BriefRow } from "../rounds/brief_sheet";
import { mayLeaveNote } from "../residents/recording";
import { VisitNoteSheet } from "../residents/visit_note_sheet";
import { VisitNotes } from "../residents/visit_notes";
import { returnComment } from "../rounds/return_comment";
import { pathOf } from "../shell/routes";
import { visit, type Whereabouts } from "../shell/whereabouts";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { Comments } from "./comments";
import { CompleteSheet } from "./complete_sheet";
import { ContactCard } from "./contact_card";
import { OrderBadges } from "./order_card";
import { FoundOrders } from "./found_orders";
import { OrderFacts } from "./order_facts";
import { OrderOutcome } from "./order_outcome";
import { PauseSheet } from "./pause_sheet";
import { canComplete, canPause, canResume, canStart, resumeOrder, startOrder } from "./recording";
import { MergedNotice, WaitingNotice } from "./waiting";

/** One order: everything needed to go there and do it. */
export function OrderScreen({ orderKey }: { orderKey: string }) {
  const order = find(documentId("work_order", orderKey));
  useEffect(() => {
    if (order) {
      visit(placeOfOrder(order));
    }
  }, [order]);
  return order ? <KnownOrder key={order.id} order={order} /> : <NoOrder />;
}

function KnownOrder({ order }: { order: WorkOrder }) {
  const t = words.value;
  const opened = useSignal<"complete" | "product" | "visit_note" | "pause" | null>(null);
  const close = () => {
    opened.value = null;
  };
  const uses = byType("product_use").value.filter((use) => use.order === order.id);
  return (
    <Page
      back={{ href: pathOf({ name: "orders" }), label: t.common.back }}
      eyebrow={[order.number ?? t.orders.no_number, wordOf(t.codes.order_state, order.state)].join(" · ")}
      title={wordOf(t.codes.category, order.category)}
      subtitle={addressOf(order, t)}
      actions={canComplete(order) && <OrderActions order={order} onComplete={() => (opened.value = "complete")} />}
    >
      <OrderBadges order={order} />
      <WaitingNotice order={order} />
      <MergedNotice order={order} />
      <OrderNotices order={order} />
      <Columns
        main={
          <>
            <Card>
              <OrderFacts order={order} />
            </Card>
            <BriefRow building={order.building} />
            <VisitNotes order={order} />
            <Comments order={order} />
          </>
        }
        side={
          <>
            <OrderOutcome order={order} />
            <ContactCard order={order} />
            {canPause(order) && (
              <Button icon="clock" onClick={() => (opened.value = "pause")}>
                {t.pauses.pause}
              </Button>
            )}
            {mayLeaveNote(order) && (
              <Button icon="door" onClick={() => (opened.value = "visit_note")}>
                {t.residents.leave_note}
              </Button>
            )}
            <UsesOf uses={uses} />
            <Button icon="spray" onClick={() => (opened.value = "product")}>
              {t.order.product_used}
            </Button>
            <LinkButton href={pathOf({ name: "record" })} icon="plus">
              {t.order.found}
            </LinkButton>
            <FoundOrders on={order.id} />
          </>
        }
      />
      {opened.value === "visit_note" && <VisitNoteSheet order={order} onClose={close} />}
      {opened.value === "pause" && <PauseSheet order={order} onClose={close} />}
      {opened.value === "complete" && <CompleteSheet order={order} onClose={close} />}
      {opened.value === "product" && <UseSheet place={placeOfOrder(order)} onClose={close} />}
    </Page>
  );
}

function OrderActions({ order, onComplete }: { order: WorkOrder; onComplete: () => void }) {
  const t = words.value;
  return (
    <>
      {canStart(order) && (
        <Button kind="primary" icon="play" onClick={() => startOrder(order)}>
          {t.order.start}
        </Button>
      )}
      {canResume(order) && (
        <Button kind="primary" icon="play" onClick={() => resumeOrder(order)}>
          {t.pauses.resume}
        </Button>
      )}
      <Button kind={canStart(order) || canResume(order) ? "secondary" : "primary"} icon="check" onClick={onComplete}>
        {t.order.complete}
      </Button>
    </>
  );
}

function OrderNotices({ order }: { order: WorkOrder }) {
  const t = words.value;
  const comment = order.state === "returned" ? returnComment(order.id, null) : null;
  return (
    <>
      {order.state === "returned" && (
        <Notice tone="waiting" icon="returned" title={t.order.returned}>
          {comment && <p>{comment}</p>}
        </Notice>
      )}
      {order.state === "cancelled" && (
        <Notice tone="waiting" icon="info" title={t.order.cancelled}>
          <p>{t.order.cancelled_text}</p>
        </Notice>
      )}
    </>
  );
}

function NoOrder() {
  const t = words.value;
  return (
    <Page back={{ href: pathOf({ name: "orders" }), label: t.common.back }} title={t.navigation.not_found}>
      <Empty icon="clipboard" title={t.order.not_found} text={t.order.not_found_text}>
        <LinkButton href={pathOf({ name: "orders" })}>{t.order.to_list}</LinkButton>
      </Empty>
    </Page>
  );
}

function placeOfOrder(order: WorkOrder): Whereabouts {
  return { property: order.property, building: order.building, space: order.space, round: null, order: order.id };
}
