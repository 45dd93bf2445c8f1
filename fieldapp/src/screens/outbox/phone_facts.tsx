import { exportFile } from "../../state/outbox";
import { session } from "../../state/session";
import { status } from "../../state/sync_status";
import { today } from "../../state/today";
import { Button } from "../../ui/button";
import { Section } from "../../ui/page";
import { Row, Rows } from "../../ui/rows";
import { say } from "../shell/saving";
import { BUILD } from "../shell/build";
import { megabytes } from "../words/bytes";
import { momentWords } from "../words/when";
import { words } from "../words/words";

/** What this phone is, what it keeps, and the way to take it all along. */
export function PhoneFacts() {
  const t = words.value;
  const { last_success_at, storage_used } = status.value;
  return (
    <Section title={t.outbox.phone}>
      <Rows>
        <Row title={t.outbox.last_sync} value={last_success_at ? momentWords(last_success_at, today.value, t) : t.outbox.never} />
        <Row title={t.outbox.storage} value={storage_used === null ? t.outbox.storage_unknown : `${megabytes(storage_used)} ${t.common.megabyte}`} />
        <Row title={t.outbox.persisted} value={persistedWords()} />
        <Row title={t.outbox.device} value={session.value?.device_name} />
        <Row title={t.outbox.server} value={session.value?.server.name} />
        <Row title={t.outbox.version} value={BUILD} />
      </Rows>
      <p>{t.outbox.export_text}</p>
      <Button icon="export" onClick={() => void exportAll()}>
        {t.outbox.export}
      </Button>
    </Section>
  );
}

function persistedWords(): string {
  const t = words.value;
  const { persisted } = status.value;
  if (persisted === null) {
    return t.outbox.persisted_unknown;
  }
  return persisted ? t.outbox.persisted_yes : t.outbox.persisted_no;
}

/** Gives the person a file with everything recorded on this phone. */
export async function exportAll(): Promise<void> {
  const address = URL.createObjectURL(await exportFile());
  const link = document.createElement("a");
  link.href = address;
  link.download = `kierros-${today.peek()}.json`;
  link.click();
  // The download has taken its own hold of the file by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
  say(words.peek().outbox.exported);
}
