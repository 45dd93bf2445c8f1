import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { wordOf } from "../../i18n/codes/words";
import type { BriefTopic } from "../../protocol/codes";
import type { DocumentId, Round } from "../../protocol/documents";
import type { BriefItem } from "../../protocol/documents_briefs";
import { localDate } from "../../protocol/instants";
import { find } from "../../state/documents";
import { Button } from "../../ui/button";
import type { IconName } from "../../ui/icon_paths";
import { Notice } from "../../ui/notice";
import { RowButton, Rows } from "../../ui/rows";
import { Sheet } from "../../ui/sheet";
import { dateWords } from "../words/when";
import { languageWords } from "../words/languages";
import { spoken, words } from "../words/words";
import { briefOf, confirmBrief, isToBeRead, type BriefNow } from "./brief";

const TOPIC_ICONS: Readonly<Record<BriefTopic, IconName>> = {
  access: "key",
  water: "tap",
  surfaces: "grid",
  hazard: "alert",
  residents: "people",
  storage: "box",
  other: "info",
};

type BriefRowProps = {
  building: DocumentId<"building"> | null;
  /** The round that it is read for: a substitute confirms it before the first one there. */
  round?: Round;
};

/** The building's special features, one tap away; nothing where there are none. */
export function BriefRow({ building, round }: BriefRowProps) {
  const t = words.value;
  const isOpen = useSignal(false);
  const brief = briefOf(building);
  if (brief === null) {
    return null;
  }
  const isAsked = round !== undefined && isToBeRead(round, brief);
  const open = () => {
    isOpen.value = true;
  };
  return (
    <>
      {isAsked ? (
        <Notice tone="waiting" icon="info" title={t.briefs.read_first}>
          <p>{t.briefs.read_first_text}</p>
          <Button kind="primary" icon="info" onClick={open}>
            {t.briefs.open}
          </Button>
        </Notice>
      ) : (
        <Rows>
          <RowButton
            icon={brief.items.some((item) => item.topic === "hazard") ? "alert" : "info"}
            title={t.round.brief(brief.items.length + brief.codes.length)}
            detail={detailOf(brief)}
            onClick={open}
          />
        </Rows>
      )}
      {isOpen.value && <BriefSheet brief={brief} isAsked={isAsked} onClose={() => (isOpen.value = false)} />}
    </>
  );
}

type BriefSheetProps = { brief: BriefNow; isAsked: boolean; onClose: () => void };

function BriefSheet({ brief, isAsked, onClose }: BriefSheetProps) {
  const t = words.value;
  const confirm = () => void confirmBrief(brief).then((isSaved) => isSaved && onClose());
  return (
    <Sheet
      title={t.round.brief_title}
      subtitle={find(brief.building)?.address}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        isAsked && (
          <Button kind="primary" icon="check" onClick={confirm}>
            {t.briefs.confirm}
          </Button>
        )
      }
    >
      {brief.items.map((item) => (
        <BriefNotice key={item.id} item={item} />
      ))}
      <Codes brief={brief} />
      {brief.confirmation && <p>{t.briefs.confirmed_at(dateWords(localDate(new Date(brief.confirmation.at))))}</p>}
    </Sheet>
  );
}

/** Codes stand behind a tap: whoever looks over a shoulder sees none. */
function Codes({ brief: { codes, hasCodesLater } }: { brief: BriefNow }) {
  const t = words.value;
  const isShown = useSignal(false);
  if (codes.length === 0) {
    return hasCodesLater ? <Notice tone="info" icon="key" title={t.briefs.codes_later} /> : null;
  }
  return (
    <>
      <Button icon="key" onClick={() => (isShown.value = !isShown.value)}>
        {isShown.value ? t.briefs.hide_codes : t.briefs.show_codes}
      </Button>
      {isShown.value ? <ShownCodes codes={codes} /> : <p>{t.briefs.codes_hint}</p>}
    </>
  );
}

/** The codes, brought into sight: the button stands at the lower edge of a long brief. */
function ShownCodes({ codes }: { codes: readonly BriefItem[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={place} class="fields">
      {codes.map((item) => (
        <BriefNotice key={item.id} item={item} icon="key" />
      ))}
    </div>
  );
}

function BriefNotice({ item, icon }: { item: BriefItem; icon?: IconName }) {
  const t = words.value;
  const isForeign = item.language !== spoken.value;
  return (
    <Notice
      tone={item.topic === "hazard" ? "urgent" : "action"}
      icon={icon ?? TOPIC_ICONS[item.topic] ?? "info"}
      title={wordOf(t.codes.brief_topic, item.topic)}
    >
      <p lang={item.language}>{item.text}</p>
      {item.valid_to && <p>{t.round.brief_valid(dateWords(item.valid_to))}</p>}
      {isForeign && <p>{t.round.brief_language(languageWords(item.language, spoken.value))}</p>}
    </Notice>
  );
}

function detailOf({ items, codes }: BriefNow): string {
  const t = words.value;
  const topics = new Set(items.map((item) => wordOf(t.codes.brief_topic, item.topic)));
  return [...topics, codes.length > 0 && t.briefs.codes(codes.length)].filter(Boolean).join(", ");
}
