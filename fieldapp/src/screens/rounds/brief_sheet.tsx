import { useSignal } from "@preact/signals";

import { wordOf } from "../../i18n/codes/words";
import type { BriefTopic } from "../../protocol/codes";
import type { BriefItem, DocumentId } from "../../protocol/documents";
import { documentId, keyOf } from "../../protocol/documents";
import { find } from "../../state/documents";
import { today } from "../../state/today";
import { Notice } from "../../ui/notice";
import { RowButton, Rows } from "../../ui/rows";
import { Sheet } from "../../ui/sheet";
import type { IconName } from "../../ui/icon_paths";
import { dateWords } from "../words/when";
import { spoken, words } from "../words/words";

const TOPIC_ICONS: Readonly<Record<BriefTopic, IconName>> = {
  access: "key",
  water: "tap",
  surfaces: "grid",
  hazard: "alert",
  residents: "people",
  storage: "box",
  other: "info",
};

/** The building's special features, one tap away; nothing where there are none. */
export function BriefRow({ building }: { building: DocumentId<"building"> | null }) {
  const t = words.value;
  const isOpen = useSignal(false);
  const items = briefItems(building);
  if (items.length === 0) {
    return null;
  }
  const hasHazard = items.some((item) => item.topic === "hazard");
  return (
    <>
      <Rows>
        <RowButton
          icon={hasHazard ? "alert" : "info"}
          title={t.round.brief(items.length)}
          detail={[...new Set(items.map((item) => wordOf(t.codes.brief_topic, item.topic)))].join(", ")}
          onClick={() => (isOpen.value = true)}
        />
      </Rows>
      {isOpen.value && (
        <Sheet title={t.round.brief_title} subtitle={find(building)?.address} closeLabel={t.common.close} onClose={() => (isOpen.value = false)}>
          {items.map((item) => (
            <BriefNotice key={item.id} item={item} />
          ))}
        </Sheet>
      )}
    </>
  );
}

function BriefNotice({ item }: { item: BriefItem }) {
  const t = words.value;
  const isForeign = item.language !== spoken.value;
  return (
    <Notice
      tone={item.topic === "hazard" ? "urgent" : "action"}
      icon={TOPIC_ICONS[item.topic] ?? "info"}
      title={wordOf(t.codes.brief_topic, item.topic)}
    >
      <p lang={item.language}>{item.text}</p>
      {item.valid_to && <p>{t.round.brief_valid(dateWords(item.valid_to))}</p>}
      {isForeign && <p>{t.round.brief_language(wordOf(t.codes.language, item.language))}</p>}
    </Notice>
  );
}

/** What is valid today, hazards first. */
function briefItems(building: DocumentId<"building"> | null): readonly BriefItem[] {
  const brief = building && find(documentId("brief", keyOf(building)));
  const items = brief ? brief.items.filter((item) => item.valid_to === null || item.valid_to >= today.value) : [];
  return items.sort((a, b) => Number(b.topic === "hazard") - Number(a.topic === "hazard"));
}
