import { useId } from "preact/hooks";

import { Problem } from "./problem";
import "./field.css";

type MomentFieldProps = {
  type: "time" | "date";
  label: string;
  /** `HH:MM` or `YYYY-MM-DD`; empty while nothing is chosen. */
  value: string;
  onInput: (value: string) => void;
  error?: string | undefined;
};

/** A time or a day, through the phone's own picker. */
export function MomentField({ type, label, value, onInput, error }: MomentFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        type={type}
        class="field-input"
        value={value}
        aria-invalid={Boolean(error)}
        aria-describedby={error ? `${id}-error` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <div id={`${id}-error`}>
        <Problem text={error ?? null} />
      </div>
    </div>
  );
}
