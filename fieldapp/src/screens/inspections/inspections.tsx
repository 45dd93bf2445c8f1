import type { Inspection } from "../../protocol/documents_inspections";
import { byType } from "../../state/documents";
import { finishedInspections, openInspections } from "../../state/inspections";
import { Stack } from "../../ui/card";
import { Empty } from "../../ui/empty";
import { Page, Section } from "../../ui/page";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";
import { InspectionCard } from "./inspection_card";

/** A supervisor's inspections: those to be done first. */
export function Inspections() {
  const t = words.value;
  const all = byType("inspection").value;
  return (
    <Page back={{ href: pathOf({ name: "more" }), label: t.common.back }} title={t.inspections.title}>
      {all.length === 0 && <Empty icon="eye" title={t.inspections.none} text={t.inspections.none_text} />}
      <InspectionsOf title={t.inspections.open} inspections={openInspections(all)} />
      <InspectionsOf title={t.inspections.finished} inspections={finishedInspections(all)} />
    </Page>
  );
}

/** Among the day's work: the inspections to be done. */
export function OpenInspections() {
  return <InspectionsOf title={words.value.inspections.today} inspections={openInspections(byType("inspection").value)} />;
}

function InspectionsOf({ title, inspections }: { title: string; inspections: readonly Inspection[] }) {
  return inspections.length === 0 ? null : (
    <Section title={title}>
      <Stack>
        {inspections.map((inspection) => (
          <li key={inspection.id}>
            <InspectionCard inspection={inspection} />
          </li>
        ))}
      </Stack>
    </Section>
  );
}
