import type { ComponentChildren } from "preact";

import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./empty.css";

/** A screen or list with nothing in it: says why, and what to do next (`children`). */
export function Empty({ icon, title, text, children }: { icon: IconName; title: string; text?: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-mark">
        <Icon name={icon} size="l" />
      </span>
      <p class="empty-title">{title}</p>
      {text && <p class="empty-text">{text}</p>}
      {children && <div class="empty-step">{children}</div>}
    </div>
  );
}
