import { Fragment } from "preact";
import { useId } from "preact/hooks";

import { INSPECTED_OBJECTS, SOILS } from "../../protocol/codes";
import type { Finding } from "../../protocol/documents_inspections";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/problem";
import { words } from "../words/words";
import "./findings_grid.css";

type FindingsGridProps = { findings: readonly Finding[]; error: string | undefined; onToggle: (finding: Finding) => void };

/** Soil by object, a check box where they cross; each says both, for whoever does not see the table. */
export function FindingsGrid({ findings, error, onToggle }: FindingsGridProps) {
  const t = words.value.inspections;
  const id = useId();
  return (
    <fieldset class="findings" aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}>
      <legend class="field-label">{t.findings}</legend>
      <p id={`${id}-hint`} class="field-hint">
        {t.findings_hint}
      </p>
      <div class={`findings-grid${error ? " findings-wrong" : ""}`}>
        <span />
        {SOILS.map((soil) => (
          <span key={soil} class="findings-soil" aria-hidden="true">
            {t.soils[soil]}
          </span>
        ))}
        {INSPECTED_OBJECTS.map((object) => (
          <Fragment key={object}>
            <span class="findings-object" aria-hidden="true">
              {t.objects[object]}
            </span>
            {SOILS.map((soil) => (
              <label key={soil} class="findings-cell">
                <input
                  type="checkbox"
                  class="findings-box"
                  aria-label={t.finding(t.objects[object], t.soils[soil])}
                  checked={findings.some((each) => each.soil === soil && each.object === object)}
                  onChange={() => onToggle({ soil, object })}
                />
                <span class="findings-mark">
                  <Icon name="check" size="s" />
                </span>
              </label>
            ))}
          </Fragment>
        ))}
      </div>
      <div id={`${id}-error`}>
        <Problem text={error ?? null} />
      </div>
    </fieldset>
  );
}
