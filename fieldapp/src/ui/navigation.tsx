import type { ComponentChildren } from "preact";

import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./navigation.css";

export type NavigationItem = {
  href: string;
  label: string;
  icon: IconName;
  isCurrent: boolean;
  /** Drawn as the round button in the middle. */
  isMain?: boolean;
};

type NavigationProps = {
  label: string;
  items: readonly NavigationItem[];
  /** Shown beside a desk screen only: above and below the places to go. */
  head: ComponentChildren;
  foot: ComponentChildren;
};

/** Where one can go: a bar under the thumb on a phone, a rail at the side of a desk screen. */
export function Navigation({ label, items, head, foot }: NavigationProps) {
  return (
    <nav class="navigation" aria-label={label}>
      {head && <div class="navigation-head">{head}</div>}
      <ul class="navigation-items">
        {items.map((item) => (
          <li key={item.href} class="navigation-item">
            <a
              href={item.href}
              class={`navigation-link${item.isMain ? " navigation-main" : ""}`}
              aria-current={item.isCurrent ? "page" : undefined}
            >
              <span class="navigation-mark">
                <Icon name={item.icon} />
              </span>
              <span class="navigation-label">{item.label}</span>
            </a>
          </li>
        ))}
      </ul>
      {foot && <div class="navigation-foot">{foot}</div>}
    </nav>
  );
}
