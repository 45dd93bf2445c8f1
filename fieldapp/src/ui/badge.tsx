import type { ComponentChildren } from "preact";

import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./badge.css";

/** What a colour means in this app, everywhere the same. */
export type Tone = "plain" | "action" | "urgent" | "waiting" | "accepted" | "info";

/** A state in a drawing and words: never by colour alone. */
export function Badge({ tone = "plain", icon, children }: { tone?: Tone; icon?: IconName; children: ComponentChildren }) {
  return (
    <span class={`badge tone-${tone}`}>
      {icon && <Icon name={icon} size="s" />}
      <span>{children}</span>
    </span>
  );
}
