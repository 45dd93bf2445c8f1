import { useSignal } from "@preact/signals";

import { wordOf } from "../../i18n/codes/words";
import { entries, type OutboxEntry } from "../../state/outbox";
import { status } from "../../state/sync_status";
import { Button, LinkButton } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Notice } from "../../ui/notice";
import { Columns, Page, Section } from "../../ui/page";
import { Rows } from "../../ui/rows";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";
import { EntryItem } from "./entry_item";
import { isLimited, Limits } from "./limits";
import { PhoneFacts } from "./phone_facts";
import { SyncLine } from "./sync_line";
import { SyncStep } from "./sync_step";

const SHOWN_AT_FIRST = 30;

/** Sent and waiting: everything recorded on this phone, and how far it has come. */
export function Outbox() {
  const t = words.value;
  const all = entries.value;
  const setAside = all.filter((entry) => entry.state === "set_aside");
  const needsLook = all.filter((entry) => entry.state === "needs_look");
  const waiting = all.filter((entry) => entry.state === "saved" || entry.state === "sent");
  const listed = new Set([...setAside, ...needsLook, ...waiting]);
  const accepted = all.filter((entry) => !listed.has(entry));
  return (
    <Page back={{ href: pathOf({ name: "more" }), label: t.common.back }} title={t.outbox.title} actions={<SyncStep kind="primary" />}>
      {!isLimited.value && <SyncLine here />}
      <Trouble />
      <Columns
        main={
          all.length === 0 ? (
            <Empty icon="online" title={t.outbox.none} text={t.outbox.none_text}>
              <LinkButton href={pathOf({ name: "today" })} icon="home">
                {t.outbox.none_step}
              </LinkButton>
            </Empty>
          ) : (
            <>
              <Entries title={t.outbox.set_aside} entries={setAside} />
              <Entries title={t.outbox.needs_look} entries={needsLook} />
              <Entries title={t.outbox.waiting} entries={waiting} />
              <Entries title={t.outbox.accepted} entries={accepted} />
            </>
          )
        }
        side={<PhoneFacts />}
      />
    </Page>
  );
}

function Entries({ title, entries: listed }: { title: string; entries: readonly OutboxEntry[] }) {
  const t = words.value;
  const isWhole = useSignal(false);
  if (listed.length === 0) {
    return null;
  }
  const shown = isWhole.value ? listed : listed.slice(0, SHOWN_AT_FIRST);
  return (
    <Section title={`${title} (${listed.length})`}>
      <Rows>
        {shown.map((entry) => (
          <EntryItem key={entry.operation.id} entry={entry} />
        ))}
      </Rows>
      {shown.length < listed.length && <Button onClick={() => (isWhole.value = true)}>{t.outbox.show_all(listed.length)}</Button>}
    </Section>
  );
}

/** Why nothing gets through, and what to do about it. */
function Trouble() {
  const t = words.value;
  const { phase, error_code } = status.value;
  if (phase === "signed_out") {
    return (
      <Notice tone="urgent" icon="alert" title={t.outbox.error.signed_out}>
        <LinkButton href={pathOf({ name: "join", code: null })} kind="primary">
          {t.outbox.rejoin}
        </LinkButton>
      </Notice>
    );
  }
  if (isLimited.value) {
    return <Limits />;
  }
  if (phase !== "offline" && phase !== "failed") {
    return null;
  }
  const errors: Readonly<Record<string, string>> = t.outbox.error;
  const text = phase === "offline" && error_code === null ? t.outbox.error.network : wordOf(errors, error_code ?? "other");
  return <Notice tone="waiting" icon="offline" title={text === error_code ? t.outbox.error.other : text} />;
}
