import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";

import { IconButton } from "./button";
import { Problem } from "./problem";
import { stepDown, stepUp } from "./stepper";
import type { StepperProps } from "./stepper";
import "./stepper.css";

type NumberFieldProps = StepperProps & {
  /** Why what is there cannot be accepted, in words. */
  error?: string | undefined;
};

/** A number that may have decimals, typed or set with the thumb. What is typed stays as typed, also when it is too large. */
export function NumberField({ label, value, onChange, unit, step, min, max, lessLabel, moreLabel, error }: NumberFieldProps) {
  const id = useId();
  const typed = useSignal(words(value));
  const shown = parseDecimal(typed.value) === value ? typed.value : words(value);
  const set = (next: number) => {
    const within = Math.min(max, Math.max(min, next));
    typed.value = words(within);
    onChange(within);
  };
  return (
    <div class="stepper">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="stepper-line">
        <IconButton icon="minus" label={`${lessLabel}: ${label}`} onClick={() => set(stepDown(value ?? min, step))} />
        <span class="stepper-value">
          <input
            id={id}
            class="stepper-input"
            type="text"
            inputMode="decimal"
            size={4}
            placeholder="–"
            value={shown}
            aria-invalid={Boolean(error)}
            aria-describedby={error ? `${id}-error` : undefined}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              onChange(parseDecimal(typed.value));
            }}
          />
          <span class="stepper-unit">{unit}</span>
        </span>
        <IconButton icon="plus" label={`${moreLabel}: ${label}`} onClick={() => set(stepUp(value ?? 0, step))} />
      </div>
      <div id={`${id}-error`}>
        <Problem text={error ?? null} />
      </div>
    </div>
  );
}

/** A number as people in Finland type it, `2,5`; null for none. */
export function parseDecimal(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^\d+(?:\.\d*)?$/u.test(plain) ? Number(plain) : null;
}

function words(value: number | null): string {
  return value === null ? "" : String(value).replace(".", ",");
}
