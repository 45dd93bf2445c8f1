import type { ComponentChildren } from "preact";

import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import type { Tone } from "./badge";
import "./card.css";

/** Things that belong together, on a surface of their own. */
export function Card({ children, tone }: { children: ComponentChildren; tone?: Tone }) {
  return <div class={`card${tone ? ` card-toned tone-${tone}` : ""}`}>{children}</div>;
}

type CardLinkProps = {
  href: string;
  title: string;
  /** Before the title: a ring, a mark. */
  lead?: ComponentChildren;
  /** Above the title. */
  eyebrow?: ComponentChildren;
  /** Under the title. */
  children?: ComponentChildren;
  tone?: Tone;
  isCurrent?: boolean;
};

/** A card that leads somewhere, all of it. */
export function CardLink({ href, title, lead, eyebrow, children, tone, isCurrent = false }: CardLinkProps) {
  return (
    <a
      class={`card card-link${tone ? ` card-toned tone-${tone}` : ""}`}
      href={href}
      aria-current={isCurrent ? "true" : undefined}
    >
      {lead}
      <span class="card-words">
        {eyebrow && <span class="card-eyebrow">{eyebrow}</span>}
        <span class="card-title">{title}</span>
        {children}
      </span>
      <span class="card-way">
        <Icon name="forward" size="s" turns />
      </span>
    </a>
  );
}

/** A quiet line of a card, with a small drawing before it. */
export function CardLine({ icon, children }: { icon?: IconName; children: ComponentChildren }) {
  return (
    <span class="card-line">
      {icon && <Icon name={icon} size="s" />}
      <span>{children}</span>
    </span>
  );
}

/** A drawing on a tinted round ground, at the head of a card or row. */
export function Mark({ icon, tone = "action" }: { icon: IconName; tone?: Tone }) {
  return (
    <span class={`mark tone-${tone}`}>
      <Icon name={icon} />
    </span>
  );
}

/** Several cards, one under another. */
export function Stack({ children }: { children: ComponentChildren }) {
  return <ul class="stack">{children}</ul>;
}
