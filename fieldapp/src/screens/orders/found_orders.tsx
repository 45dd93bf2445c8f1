import type { DocumentId } from "../../protocol/documents";
import { byType } from "../../state/documents";
import { Stack } from "../../ui/card";
import { Section } from "../../ui/page";
import { words } from "../words/words";
import { OrderCard } from "./order_card";

/** The orders that were found on a round or on another order, as far as this phone has them. */
export function FoundOrders({ on }: { on: DocumentId }) {
  const t = words.value;
  const found = byType("work_order").value.filter((order) => order.found_on === on);
  if (found.length === 0) {
    return null;
  }
  return (
    <Section title={t.pauses.found_here}>
      <Stack>
        {found.map((order) => (
          <li key={order.id}>
            <OrderCard order={order} />
          </li>
        ))}
      </Stack>
    </Section>
  );
}
