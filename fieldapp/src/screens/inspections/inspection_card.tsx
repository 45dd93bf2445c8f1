import { keyOf } from "../../protocol/documents";
import type { Inspection } from "../../protocol/documents_inspections";
import { standingOf } from "../../state/inspections";
import { Badge } from "../../ui/badge";
import { CardLine, CardLink } from "../../ui/card";
import { ProgressRing } from "../../ui/progress";
import { pathOf } from "../shell/routes";
import { addressOf } from "../words/places";
import { words } from "../words/words";
import { aboutInspection } from "./wording";

/** An inspection among others: where, whose work, and how far it is. */
export function InspectionCard({ inspection }: { inspection: Inspection }) {
  const t = words.value;
  const { graded, failed, all } = standingOf(inspection);
  return (
    <CardLink
      href={pathOf({ name: "inspection", key: keyOf(inspection.id) })}
      title={addressOf(inspection, t)}
      lead={<ProgressRing done={graded} all={all} />}
      eyebrow={aboutInspection(inspection)}
    >
      <CardLine>{t.inspections.graded(graded, all)}</CardLine>
      {failed > 0 && (
        <span class="card-eyebrow">
          <Badge tone="urgent" icon="alert">
            {t.inspections.failed(failed)}
          </Badge>
        </span>
      )}
    </CardLink>
  );
}
