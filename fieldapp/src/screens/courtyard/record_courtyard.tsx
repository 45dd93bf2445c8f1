import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { COURTYARD_KINDS, type CourtyardKind } from "../../protocol/courtyard/forms";
import { Choice } from "../../ui/choice";
import { Notice } from "../../ui/notice";
import type { Whereabouts } from "../shell/whereabouts";
import { words } from "../words/words";
import { asked } from "./asked";
import { CourtyardForm } from "./courtyard_form";
import { RecentRecords } from "./recent_records";
import { formWord, KIND_ICONS } from "./wording";

/** A courtyard record: what was done, then the form of it; below, what was recorded lately. */
export function RecordCourtyard({ place }: { place: Whereabouts | null }) {
  const t = words.value;
  const preset = useSignal(asked.peek());
  const kind = useSignal<CourtyardKind | null>(preset.value?.kind ?? null);
  const saved = useSignal(0);
  useEffect(() => {
    asked.value = null;
  }, []);
  if (place === null) {
    return <Notice tone="info" icon="pin" title={t.record.property_missing} />;
  }
  return (
    <>
      <Choice
        legend={t.courtyard.kind}
        options={COURTYARD_KINDS.map((each) => ({ value: each, label: formWord(t, each), icon: KIND_ICONS[each] }))}
        value={kind.value}
        onChange={(value) => {
          kind.value = value;
          preset.value = null;
        }}
      />
      {kind.value !== null && (
        <CourtyardForm
          key={`${kind.value} ${place.property} ${saved.value}`}
          kind={kind.value}
          place={place}
          values={preset.value?.values ?? {}}
          onNestCheck={() => (kind.value = "nest_check")}
          onSaved={() => {
            saved.value += 1;
            kind.value = null;
            preset.value = null;
          }}
        />
      )}
      <RecentRecords property={place.property} />
    </>
  );
}
