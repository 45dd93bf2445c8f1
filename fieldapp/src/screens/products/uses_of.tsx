import type { ProductUse } from "../../protocol/documents";
import { find } from "../../state/documents";
import { Button } from "../../ui/button";
import { Section } from "../../ui/page";
import { Row, Rows } from "../../ui/rows";
import { timeOf } from "../words/when";
import { words } from "../words/words";
import { amountWords } from "./amounts";
import { voidUse } from "./use_draft";

/** What was used here, each with the way to take it back. */
export function UsesOf({ uses }: { uses: readonly ProductUse[] }) {
  const t = words.value;
  if (uses.length === 0) {
    return null;
  }
  return (
    <Section title={t.round.products_used}>
      <Rows>
        {uses.map((use) => (
          <Row
            key={use.id}
            icon="spray"
            title={find(use.product)?.name ?? t.operation.unknown_product}
            detail={`${amountWords(use.amount, use.unit)} · ${timeOf(use.at)}`}
            value={
              use.voided_at === null ? (
                <Button kind="quiet" onClick={() => voidUse(use.id)}>
                  {t.use.void}
                </Button>
              ) : (
                t.use.voided
              )
            }
          />
        ))}
      </Rows>
    </Section>
  );
}
