import { useId } from "preact/hooks";

import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import { Problem } from "./problem";
import "./choice.css";

export type Option<V extends string> = { value: V; label: string; detail?: string | undefined; icon?: IconName | undefined };

type ChoiceProps<V extends string> = {
  legend: string;
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
  /** `chips` flow in lines, `rows` stand one under another, `tiles` show a drawing above the word, `segments` share one line. */
  look?: "chips" | "rows" | "tiles" | "segments";
  hideLegend?: boolean;
  /** Why what is chosen, or nothing, cannot be accepted. */
  error?: string | undefined;
};

/** One of several, as real radio buttons dressed up: arrow keys and screen readers work by themselves. */
export function Choice<V extends string>({ legend, options, value, onChange, look = "chips", hideLegend = false, error }: ChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset class={`choice choice-${look}`} aria-describedby={error ? `${name}-error` : undefined}>
      <legend class={hideLegend ? "visually-hidden" : "field-label"}>{legend}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value} class="choice-option">
            <input
              type="radio"
              class="choice-input"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon && <Icon name={option.icon} />}
            <span class="choice-words">
              <span>{option.label}</span>
              {option.detail && <span class="choice-detail">{option.detail}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && (
        <div id={`${name}-error`}>
          <Problem text={error} />
        </div>
      )}
    </fieldset>
  );
}
