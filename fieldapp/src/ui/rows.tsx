import type { ComponentChildren } from "preact";

import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./rows.css";

/** A list of lines on one surface, parted by hairlines. */
export function Rows({ children }: { children: ComponentChildren }) {
  return <ul class="rows">{children}</ul>;
}

type RowProps = { title: string; detail?: ComponentChildren; icon?: IconName; value?: ComponentChildren };

/** A line that leads somewhere. */
export function RowLink({ href, ...row }: RowProps & { href: string }) {
  return (
    <li>
      <a class="row row-acts" href={href}>
        <RowWords {...row} />
        <Icon name="forward" size="s" turns />
      </a>
    </li>
  );
}

/** A line that does something. */
export function RowButton({ onClick, ...row }: RowProps & { onClick: () => void }) {
  return (
    <li>
      <button type="button" class="row row-acts" onClick={onClick}>
        <RowWords {...row} />
      </button>
    </li>
  );
}

/** A line that only tells. */
export function Row(row: RowProps) {
  return (
    <li class="row">
      <RowWords {...row} />
    </li>
  );
}

function RowWords({ title, detail, icon, value }: RowProps) {
  return (
    <>
      {icon && (
        <span class="row-icon">
          <Icon name={icon} />
        </span>
      )}
      <span class="row-words">
        <span class="row-title">{title}</span>
        {detail && <span class="row-detail">{detail}</span>}
      </span>
      {value !== undefined && value !== null && <span class="row-value">{value}</span>}
    </>
  );
}

/** Pairs of a name and what it is, such as "Where: Kontulankaari 3". */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div key={fact.name} class="fact">
          <dt class="fact-name">
            <Icon name={fact.icon} size="s" />
            {fact.name}
          </dt>
          <dd class="fact-value">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type Fact = { name: string; icon: IconName; value: ComponentChildren };
