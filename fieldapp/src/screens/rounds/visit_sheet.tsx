import { useSignal } from "@preact/signals";

import { wordOf } from "../../i18n/codes/words";
import { SKIP_REASONS, type SkipReason } from "../../protocol/codes";
import type { Round, Visit } from "../../protocol/documents";
import { session } from "../../state/session";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/field";
import { Notice } from "../../ui/notice";
import { RowButton, Rows } from "../../ui/rows";
import { Sheet } from "../../ui/sheet";
import { Stepper } from "../../ui/stepper";
import { navigate } from "../shell/navigation";
import { placeOfRound, visit as visitPlace } from "../shell/whereabouts";
import { numberWords } from "../words/numbers";
import { findSpace } from "../words/places";
import { spoken, words } from "../words/words";
import { skip, tick, untick } from "./recording";
import { returnComment } from "./return_comment";
import { TaskList } from "./task_list";

type VisitSheetProps = { round: Round; visit: Visit; onClose: () => void };

/** Everything about one visit: its tasks, a note, skipping it, taking it back. */
export function VisitSheet({ round, visit, onClose }: VisitSheetProps) {
  const isSkipping = useSignal(false);
  return isSkipping.value ? (
    <SkipSheet round={round} visit={visit} onClose={onClose} />
  ) : (
    <DetailSheet round={round} visit={visit} onClose={onClose} onSkip={() => (isSkipping.value = true)} />
  );
}

function DetailSheet({ round, visit, onClose, onSkip }: VisitSheetProps & { onSkip: () => void }) {
  const t = words.value;
  const text = useSignal("");
  const minutes = useSignal<number | null>(null);
  const space = findSpace(visit.space);
  const comment = visit.is_returned ? returnComment(round.id, visit.id) : null;
  const close = (isSaved: boolean) => isSaved && onClose();
  const finish = () => void tick(round, visit, { minutes: minutes.value, text: text.value }).then(close);
  const reportDefect = () => {
    visitPlace(placeOfRound(round, visit.space));
    onClose();
    navigate({ name: "record" });
  };
  const isOwn = visit.by === session.value?.person.id;
  return (
    <Sheet
      title={space?.name ?? t.round.unknown_space}
      subtitle={subtitleOf(visit)}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          {visit.state === "open" && (
            <Button icon="skip" onClick={onSkip}>
              {t.round.skip_action}
            </Button>
          )}
          {visit.state !== "open" && isOwn && round.state !== "finished" && (
            <Button
              icon="undo"
              onClick={() => {
                untick(round, visit);
                onClose();
              }}
            >
              {visit.state === "done" ? t.round.undo_tick : t.round.undo_skip}
            </Button>
          )}
          {visit.state !== "done" && (
            <Button kind="primary" icon="check" onClick={finish}>
              {t.round.tick_action}
            </Button>
          )}
        </>
      }
    >
      {comment && (
        <Notice tone="waiting" icon="returned" title={t.round.returned}>
          <p>{comment}</p>
        </Notice>
      )}
      <TaskList tasks={visit.tasks} />
      {visit.text && <Notice tone="info" icon="note" title={t.round.note}>{visit.text}</Notice>}
      {visit.state !== "done" && (
        <>
          <TextArea label={t.round.note} hint={t.round.note_hint} rows={2} maxLength={2000} value={text.value} onInput={(value) => (text.value = value)} />
          <Stepper
            label={t.round.minutes}
            unit={t.common.minutes_unit}
            value={minutes.value}
            onChange={(value) => (minutes.value = value)}
            step={5}
            min={0}
            max={1440}
            lessLabel={t.common.less}
            moreLabel={t.common.more}
          />
        </>
      )}
      <div>
        <Button kind="quiet" icon="wrench" onClick={reportDefect}>
          {t.round.defect}
        </Button>
      </div>
    </Sheet>
  );
}

function SkipSheet({ round, visit, onClose }: VisitSheetProps) {
  const t = words.value;
  const isOther = useSignal(false);
  const text = useSignal("");
  const isMissing = useSignal(false);
  const choose = (reason: SkipReason, why = "") => void skip(round, visit, reason, why).then((isSaved) => isSaved && onClose());
  const chooseOther = () => {
    isMissing.value = text.value.trim() === "";
    if (!isMissing.value) {
      choose("other", text.value);
    }
  };
  return (
    <Sheet
      title={t.round.skip_title}
      subtitle={findSpace(visit.space)?.name}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        isOther.value && (
          <Button kind="primary" icon="skip" onClick={chooseOther}>
            {t.round.skip_save}
          </Button>
        )
      }
    >
      {isOther.value ? (
        <TextArea
          label={t.round.skip_text}
          rows={2}
          maxLength={2000}
          value={text.value}
          onInput={(value) => (text.value = value)}
          error={isMissing.value ? t.round.skip_text_missing : undefined}
        />
      ) : (
        <Rows>
          {SKIP_REASONS.map((reason) => (
            <RowButton
              key={reason}
              title={t.codes.skip_reason[reason]}
              onClick={() => (reason === "other" ? (isOther.value = true) : choose(reason))}
            />
          ))}
        </Rows>
      )}
    </Sheet>
  );
}

function subtitleOf(visit: Visit): string {
  const t = words.value;
  const space = findSpace(visit.space);
  const parts = [
    space && wordOf(t.codes.space_kind, space.kind),
    space?.floor == null ? null : t.round.floor(String(space.floor)),
    space?.area_m2 == null ? null : `${numberWords(space.area_m2, spoken.value)} m²`,
    visit.norm_minutes === null ? null : t.round.norm(visit.norm_minutes),
  ];
  return parts.filter((part) => part && part !== space?.name).join(" · ");
}
