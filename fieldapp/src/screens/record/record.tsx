import { useSignal } from "@preact/signals";

import type { DocumentId } from "../../protocol/documents";
import { byType } from "../../state/documents";
import { Choice } from "../../ui/choice";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { asked } from "../courtyard/asked";
import { RecordCourtyard } from "../courtyard/record_courtyard";
import { SyncStep } from "../outbox/sync_step";
import { whereabouts, type Whereabouts } from "../shell/whereabouts";
import { words } from "../words/words";
import { DefectForm } from "./defect_form";
import { RecordedDefect } from "./recorded_defect";
import { RecordUse } from "./record_use";
import { WhereFields } from "./where_fields";

type Kind = "defect" | "courtyard" | "product_use";

/** Record (+): what one comes across, at the place where one is. */
export function Record() {
  const t = words.value;
  const kind = useSignal<Kind>(asked.peek() === null ? "defect" : "courtyard");
  const chosen = useSignal<Whereabouts | null>(asked.peek()?.place ?? null);
  const recorded = useSignal<DocumentId<"work_order"> | null>(null);
  const place = chosen.value ?? whereabouts.value ?? onlyProperty();
  if (byType("property").value.length === 0) {
    return (
      <Page narrow title={t.record.title}>
        <Empty icon="building" title={t.record.no_properties} text={t.record.no_properties_text}>
          <SyncStep />
        </Empty>
      </Page>
    );
  }
  if (recorded.value !== null) {
    return <RecordedDefect order={recorded.value} onAgain={() => (recorded.value = null)} />;
  }
  return (
    <Page narrow title={t.record.title}>
      <Choice
        legend={t.record.kind}
        hideLegend
        look="segments"
        options={[
          { value: "defect", label: t.record.defect, icon: "wrench" },
          { value: "courtyard", label: t.courtyard.title, icon: "tree" },
          { value: "product_use", label: t.record.product_use, icon: "spray" },
        ]}
        value={kind.value}
        onChange={(value) => (kind.value = value)}
      />
      <WhereFields place={place} onChange={(next) => (chosen.value = next)} hasSpace={kind.value === "defect"} />
      {kind.value === "defect" && <DefectForm place={place} onRecorded={(order) => (recorded.value = order)} />}
      {kind.value === "courtyard" && <RecordCourtyard place={place} />}
      {kind.value === "product_use" && <RecordUse place={place} />}
    </Page>
  );
}

/** Somebody who looks after a single property is always there. */
function onlyProperty(): Whereabouts | null {
  const [first, second] = byType("property").value;
  return first && !second ? { property: first.id, building: null, space: null, round: null, order: null } : null;
}
