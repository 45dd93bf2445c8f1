import { documents } from "../../state/documents";
import { entries } from "../../state/outbox";
import { Page } from "../../ui/page";
import { Row, Rows } from "../../ui/rows";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";

/** What data is on this phone, counted. */
export function PhoneData() {
  const t = words.value;
  const counts = new Map<string, number>();
  for (const document of documents.value.values()) {
    counts.set(document.type, (counts.get(document.type) ?? 0) + 1);
  }
  return (
    <Page narrow back={{ href: pathOf({ name: "more" }), label: t.common.back }} title={t.more.data}>
      <p>{t.more.data_text}</p>
      <Rows>
        <Row title={t.more.data_outbox} value={entries.value.length} />
        {Object.entries(t.more.data_types).map(([type, label]) => (
          <Row key={type} title={label} value={counts.get(type) ?? 0} />
        ))}
      </Rows>
    </Page>
  );
}
