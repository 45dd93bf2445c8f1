import { useId } from "preact/hooks";

import { IconButton } from "./button";
import "./stepper.css";

export type StepperProps = {
  label: string;
  /** Null while nothing is chosen. */
  value: number | null;
  onChange: (value: number | null) => void;
  unit: string;
  step: number;
  min: number;
  max: number;
  lessLabel: string;
  moreLabel: string;
};

/** A number set with the thumb: − and + beside a field that can be typed into. */
export function Stepper({ label, value, onChange, unit, step, min, max, lessLabel, moreLabel }: StepperProps) {
  const id = useId();
  const set = (next: number) => onChange(Math.min(max, Math.max(min, next)));
  return (
    <div class="stepper">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="stepper-line">
        <IconButton icon="minus" label={lessLabel} onClick={() => set(stepDown(value ?? min, step))} />
        <span class="stepper-value">
          <input
            id={id}
            class="stepper-input"
            type="text"
            inputMode="numeric"
            size={4}
            placeholder="–"
            value={value ?? ""}
            onInput={(event) => onChange(parseNumber(event.currentTarget.value, max))}
          />
          <span class="stepper-unit">{unit}</span>
        </span>
        <IconButton icon="plus" label={moreLabel} onClick={() => set(stepUp(value ?? 0, step))} />
      </div>
    </div>
  );
}

/** The next multiple of the step above the value, so that 12 becomes 15 and not 17. */
export function stepUp(value: number, step: number): number {
  return (Math.floor(value / step) + 1) * step;
}

/** The next multiple of the step below the value. */
export function stepDown(value: number, step: number): number {
  return (Math.ceil(value / step) - 1) * step;
}

function parseNumber(text: string, max: number): number | null {
  const digits = text.replace(/\D/gu, "");
  return digits === "" ? null : Math.min(max, Number(digits));
}
