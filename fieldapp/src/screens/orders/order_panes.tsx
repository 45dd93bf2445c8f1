import { Empty } from "../../ui/empty";
import { Panes } from "../../ui/shell";
import { isWide } from "../shell/viewport";
import { words } from "../words/words";
import { OrderScreen } from "./order";
import { Orders } from "./orders";

/** The list and the order on a desk screen; one of them on a phone. */
export function OrderPanes({ orderKey }: { orderKey: string | null }) {
  if (!isWide.value) {
    return orderKey === null ? <Orders /> : <OrderScreen key={orderKey} orderKey={orderKey} />;
  }
  const detail = orderKey === null ? <Empty icon="clipboard" title={words.value.orders.pick} /> : <OrderScreen key={orderKey} orderKey={orderKey} />;
  return <Panes list={<Orders />} detail={detail} />;
}
