import type { ComponentChildren } from "preact";

import { IconButton } from "./button";
import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./visit_row.css";

type VisitRowProps = {
  state: "open" | "done" | "skipped";
  name: string;
  icon: IconName;
  /** Under the name: floor, norm, tasks or the time it was done. */
  detail: ComponentChildren;
  tickLabel: string;
  moreLabel: string;
  /** Absent where there is nothing to tick any more. */
  onTick?: (() => void) | undefined;
  onMore: () => void;
};

const MARKS = { open: null, done: "check", skipped: "minus" } as const satisfies Record<VisitRowProps["state"], IconName | null>;

/** One space of a round: one tap anywhere on it ticks it, the dots at its end open the rest. */
export function VisitRow({ state, name, icon, detail, tickLabel, moreLabel, onTick, onMore }: VisitRowProps) {
  const mark = MARKS[state];
  const words = (
    <>
      {onTick && <span class="visually-hidden">{tickLabel}</span>}
      <span class="visit-mark">{mark && <Icon name={mark} />}</span>
      <span class="visit-words">
        <span class="visit-name">{name}</span>
        <span class="visit-detail">{detail}</span>
      </span>
      <span class="visit-kind">
        <Icon name={icon} />
      </span>
    </>
  );
  return (
    <li class={`visit visit-${state}`}>
      {onTick ? (
        <button type="button" class="visit-tick" onClick={onTick}>
          {words}
        </button>
      ) : (
        <div class="visit-tick">{words}</div>
      )}
      <IconButton icon="dots" label={moreLabel} onClick={onMore} />
    </li>
  );
}
