import type { ComponentChildren } from "preact";

import type { Tone } from "./badge";
import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./notice.css";

type NoticeProps = {
  tone: Tone;
  icon: IconName;
  title?: string;
  children?: ComponentChildren;
  /** Speaks up to a screen reader when it appears. */
  announces?: boolean;
};

/** Something worth stopping for, with its next step inside. */
export function Notice({ tone, icon, title, children, announces = false }: NoticeProps) {
  return (
    <div class={`notice tone-${tone}`} role={announces ? "alert" : undefined}>
      <Icon name={icon} />
      <div class="notice-body">
        {title && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
