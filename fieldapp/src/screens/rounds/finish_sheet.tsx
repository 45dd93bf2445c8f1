import { useSignal } from "@preact/signals";

import { SKIP_REASONS, type SkipReason } from "../../protocol/codes";
import type { Round } from "../../protocol/documents";
import { progress } from "../../state/worklist";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { TextArea } from "../../ui/field";
import { Notice } from "../../ui/notice";
import { Problem } from "../../ui/problem";
import { Sheet } from "../../ui/sheet";
import { navigate } from "../shell/navigation";
import { findSpace } from "../words/places";
import { words } from "../words/words";
import { finish } from "./recording";

type Why = Exclude<SkipReason, "other"> | "none";

const REASONS = SKIP_REASONS.filter((reason): reason is Exclude<SkipReason, "other"> => reason !== "other");

/** The end of a round: what was done, and why the rest was not. */
export function FinishSheet({ round, onClose }: { round: Round; onClose: () => void }) {
  const t = words.value;
  const { done, skipped, open } = progress(round);
  const why = useSignal<Why | null>(null);
  const isAsking = useSignal(false);
  const note = useSignal("");
  const end = () => {
    isAsking.value = open > 0 && why.value === null;
    if (!isAsking.value) {
      const reason = why.value === "none" ? null : why.value;
      void finish(round, reason, note.value).then((isSaved) => isSaved && navigate({ name: "today" }));
    }
  };
  const missing = round.visits.filter((visit) => visit.state === "open");
  return (
    <Sheet
      title={t.round.finish_title}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          <Problem text={isAsking.value ? t.round.finish_why_missing : null} />
          {open > 0 && (
            <Button onClick={onClose}>{t.round.keep_going}</Button>
          )}
          <Button kind="primary" icon="flag" onClick={end}>
            {t.round.finish}
          </Button>
        </>
      }
    >
      <p class="card-eyebrow">
        <Badge tone="accepted" icon="check">
          {t.round.finish_done(done)}
        </Badge>
        {skipped > 0 && <Badge icon="skip">{t.round.finish_skipped(skipped)}</Badge>}
      </p>
      {open > 0 && (
        <>
          <Notice tone="waiting" icon="alert" title={t.round.finish_missing(open)}>
            <p>{missing.map((visit) => findSpace(visit.space)?.name ?? t.round.unknown_space).join(", ")}</p>
          </Notice>
          <Choice
            legend={t.round.finish_missing_why}
            value={why.value}
            onChange={(value) => (why.value = value)}
            options={[
              ...REASONS.map((reason) => ({ value: reason, label: t.codes.skip_reason[reason] })),
              { value: "none", label: t.round.finish_no_reason },
            ]}
          />
        </>
      )}
      <TextArea label={t.round.finish_note} hint={t.common.optional} rows={2} maxLength={2000} value={note.value} onInput={(value) => (note.value = value)} />
    </Sheet>
  );
}
