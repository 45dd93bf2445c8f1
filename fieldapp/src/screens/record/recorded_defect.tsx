import { keyOf, type DocumentId } from "../../protocol/documents";
import { Button, LinkButton } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { SyncLine } from "../outbox/sync_line";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";

/** What happens next with a defect that was just recorded. */
export function RecordedDefect({ order, onAgain }: { order: DocumentId<"work_order">; onAgain: () => void }) {
  const t = words.value;
  return (
    <Page narrow title={t.record.said}>
      <Empty icon="check" title={t.record.after_title} text={t.record.after_text}>
        <LinkButton kind="primary" icon="clipboard" href={pathOf({ name: "order", key: keyOf(order) })}>
          {t.record.after_open}
        </LinkButton>
        <Button icon="plus" onClick={onAgain}>
          {t.record.after_again}
        </Button>
      </Empty>
      <SyncLine />
    </Page>
  );
}
