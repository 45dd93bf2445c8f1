import type { ComponentChildren } from "preact";

import { Button } from "./button";
import "./place.css";

type PlaceProps = { lead: ComponentChildren; name: string; detail: string; changeLabel: string; onChange: () => void };

/** A place that is chosen already, and the way to choose another. */
export function Place({ lead, name, detail, changeLabel, onChange }: PlaceProps) {
  return (
    <div class="place">
      {lead}
      <p class="place-words">
        <span class="place-name">{name}</span>
        <span class="place-detail">{detail}</span>
      </p>
      <Button kind="quiet" onClick={onChange}>
        {changeLabel}
      </Button>
    </div>
  );
}
