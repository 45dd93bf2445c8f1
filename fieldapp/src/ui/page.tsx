import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import { Icon } from "./icon";
import "./page.css";

type PageProps = {
  title: string;
  /** A quiet line above the title. */
  eyebrow?: string | undefined;
  subtitle?: ComponentChildren;
  /** Where "back" leads when there is nothing to go back to. */
  back?: { href: string; label: string } | undefined;
  /** Beside the title. */
  aside?: ComponentChildren;
  children: ComponentChildren;
  /** The main action, fixed under the thumb. */
  actions?: ComponentChildren;
  /** For forms and texts: no wider than one reads with ease. */
  narrow?: boolean;
};

/** One screen: its heading, what it holds, and its main action. */
export function Page({ title, eyebrow, subtitle, back, aside, children, actions, narrow = false }: PageProps) {
  useEffect(() => {
    document.title = `${title} – Kierros`;
  }, [title]);
  return (
    <article class={`page${actions ? " page-acts" : ""}${narrow ? " page-narrow" : ""}`}>
      <header class="page-head">
        {back && (
          <a class="page-back" href={back.href} data-back aria-label={back.label}>
            <Icon name="back" turns />
          </a>
        )}
        <div class="page-titles">
          {eyebrow && <p class="page-eyebrow">{eyebrow}</p>}
          <h1 class="page-title" tabIndex={-1}>
            {title}
          </h1>
          {subtitle && <div class="page-subtitle">{subtitle}</div>}
        </div>
        {aside && <div class="page-aside">{aside}</div>}
      </header>
      <div class="page-body">{children}</div>
      {actions && (
        <footer class="page-actions">
          <div class="page-actions-line">{actions}</div>
        </footer>
      )}
    </article>
  );
}

/** A titled part of a page. */
export function Section({ title, aside, children }: { title: string; aside?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="section">
      <div class="section-head">
        <h2 class="section-title">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

type ColumnsProps = {
  /** What one must see before the main part: above it on a phone, beside it on a desk screen. */
  lead?: ComponentChildren;
  main: ComponentChildren;
  side: ComponentChildren;
};

/** Two columns where there is room for them, one under the other elsewhere. */
export function Columns({ lead, main, side }: ColumnsProps) {
  return (
    <div class="columns">
      {lead && <div class="columns-lead">{lead}</div>}
      <div class="columns-main">{main}</div>
      <div class="columns-side">{side}</div>
    </div>
  );
}
