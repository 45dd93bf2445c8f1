import type { ComponentChildren } from "preact";

import { Icon } from "./icon";
import "./disclosure.css";

/** A part that opens and closes under its title. */
export function Disclosure({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ComponentChildren }) {
  return (
    <details class="disclosure" open={isOpen}>
      <summary class="disclosure-title">
        <span>{title}</span>
        <Icon name="down" size="s" />
      </summary>
      <div class="disclosure-body">{children}</div>
    </details>
  );
}
