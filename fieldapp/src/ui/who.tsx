import type { ComponentChildren } from "preact";
import "./who.css";

/** A person, and what they are here. */
export function Who({ lead, name, detail }: { lead: ComponentChildren; name: string; detail: string }) {
  return (
    <div class="who">
      {lead}
      <p class="who-words">
        <span class="who-name">{name}</span>
        <span class="who-detail">{detail}</span>
      </p>
    </div>
  );
}
