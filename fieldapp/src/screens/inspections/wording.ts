/** Inspections in words. */
import { wordOf } from "../../i18n/codes/words";
import type { Finding, Inspection } from "../../protocol/documents_inspections";
import { INSPECTED_OBJECTS } from "../../protocol/codes";
import { shortDay } from "../words/when";
import { spoken, words } from "../words/words";

/** Day, work and whose it is. */
export function aboutInspection(inspection: Inspection): string {
  const t = words.value;
  return [shortDay(inspection.on, spoken.value), wordOf(t.codes.work, inspection.work), inspection.organisation_name].join(" · ");
}

/** `Lattia: tahrat, pöly`, an object after the other. */
export function findingsWords(findings: readonly Finding[]): string {
  const t = words.value.inspections;
  return INSPECTED_OBJECTS.flatMap((object) => {
    const soils = findings.filter((each) => each.object === object).map(({ soil }) => wordOf(t.soils, soil).toLocaleLowerCase());
    return soils.length === 0 ? [] : [t.finding(wordOf(t.objects, object), soils.join(", "))];
  }).join("; ");
}
