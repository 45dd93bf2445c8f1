import { useSignal } from "@preact/signals";

import { documentId } from "../../protocol/documents";
import type { InspectedSpace, Inspection } from "../../protocol/documents_inspections";
import { find } from "../../state/documents";
import { standingOf } from "../../state/inspections";
import { Badge } from "../../ui/badge";
import { Button, LinkButton } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Notice } from "../../ui/notice";
import { Page, Section } from "../../ui/page";
import { ProgressBar } from "../../ui/progress";
import { RowButton, Rows } from "../../ui/rows";
import { pathOf } from "../shell/routes";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { FinishInspectionSheet } from "./finish_inspection_sheet";
import { GradeSheet } from "./grade_sheet";
import { aboutInspection, findingsWords } from "./wording";

/** One inspection: its spaces in walking order, each opens its grade. */
export function InspectionScreen({ inspectionKey }: { inspectionKey: string }) {
  const inspection = find(documentId("inspection", inspectionKey));
  return inspection ? <OpenedInspection inspection={inspection} /> : <NoInspection />;
}

function OpenedInspection({ inspection }: { inspection: Inspection }) {
  const t = words.value;
  const graded = useSignal<string | null>(null);
  const isEnding = useSignal(false);
  const standing = standingOf(inspection);
  const shown = inspection.spaces.find(({ space }) => space === graded.value);
  const isOpen = inspection.state === "open";
  return (
    <Page
      back={{ href: pathOf({ name: "inspections" }), label: t.common.back }}
      title={addressOf(inspection, t)}
      subtitle={aboutInspection(inspection)}
      actions={
        isOpen && (
          <Button kind={standing.graded === standing.all ? "primary" : "secondary"} icon="flag" onClick={() => (isEnding.value = true)}>
            {t.inspections.finish}
          </Button>
        )
      }
    >
      <ProgressBar label={t.inspections.graded(standing.graded, standing.all)} value={standing.graded} max={Math.max(1, standing.all)} />
      {!isOpen && <Outcome inspection={inspection} />}
      <Section title={t.inspections.spaces}>
        <Rows>
          {inspection.spaces.map((each) => (
            <RowButton key={each.space} title={each.name} detail={detailOf(each)} value={<LevelBadge space={each} />} onClick={() => (graded.value = each.space)} />
          ))}
        </Rows>
      </Section>
      {shown && <GradeSheet inspection={inspection} space={shown} onClose={() => (graded.value = null)} />}
      {isEnding.value && <FinishInspectionSheet inspection={inspection} onClose={() => (isEnding.value = false)} />}
    </Page>
  );
}

function Outcome({ inspection }: { inspection: Inspection }) {
  const t = words.value;
  const { failed, graded } = standingOf(inspection);
  if (failed > 0) {
    return (
      <Notice tone="urgent" icon="alert" title={t.inspections.failed(failed)}>
        {inspection.note}
      </Notice>
    );
  }
  return graded === 0 ? null : (
    <Notice tone="accepted" icon="check" title={t.inspections.all_passed}>
      {inspection.note}
    </Notice>
  );
}

/** The level, and in words whether it is enough. */
function LevelBadge({ space }: { space: InspectedSpace }) {
  const t = words.value.inspections;
  if (space.level === null) {
    return <Badge>{t.not_graded}</Badge>;
  }
  return space.passed === false ? (
    <Badge tone="urgent" icon="alert">
      {`${space.level} · ${t.not_passed}`}
    </Badge>
  ) : (
    <Badge tone="accepted" icon="check">
      {`${space.level} · ${t.passed}`}
    </Badge>
  );
}

function detailOf(space: InspectedSpace): string {
  return [words.value.inspections.required(space.required), findingsWords(space.findings), space.text].filter(Boolean).join(" · ");
}

function NoInspection() {
  const t = words.value;
  return (
    <Page back={{ href: pathOf({ name: "inspections" }), label: t.common.back }} title={t.navigation.not_found}>
      <Empty icon="eye" title={t.inspections.none} text={t.inspections.not_found_text}>
        <LinkButton href={pathOf({ name: "today" })} icon="home">
          {t.navigation.to_today}
        </LinkButton>
      </Empty>
    </Page>
  );
}
