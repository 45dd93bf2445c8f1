import { useId } from "preact/hooks";

import { Icon } from "./icon";
import { Problem } from "./problem";
import "./field.css";

type FieldProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string | undefined;
  /** Why what is there cannot be accepted, in words. */
  error?: string | undefined;
  maxLength?: number;
  required?: boolean;
};

/** One line of text. `code` is for typed codes: large, spaced, without the keyboard's guesses. */
export function TextField({ code = false, ...props }: FieldProps & { code?: boolean }) {
  const id = useId();
  const typing = code ? { autocapitalize: "characters", autocomplete: "one-time-code", spellcheck: false } as const : {};
  return (
    <div class="field">
      <FieldLabel id={id} {...props} />
      <input
        id={id}
        type="text"
        class={`field-input${code ? " field-code" : ""}`}
        value={props.value}
        maxLength={props.maxLength}
        required={props.required}
        {...typing}
        {...describedBy(id, props)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <FieldError id={id} error={props.error} />
    </div>
  );
}

/** A day, through the phone's own calendar; `YYYY-MM-DD`, or empty. */
export function DateField({ min, ...props }: FieldProps & { min?: string }) {
  const id = useId();
  return (
    <div class="field">
      <FieldLabel id={id} {...props} />
      <input
        id={id}
        type="date"
        class="field-input"
        value={props.value}
        min={min}
        required={props.required}
        {...describedBy(id, props)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <FieldError id={id} error={props.error} />
    </div>
  );
}

/** Several lines of text. */
export function TextArea({ rows = 3, ...props }: FieldProps & { rows?: number }) {
  const id = useId();
  return (
    <div class="field">
      <FieldLabel id={id} {...props} />
      <textarea
        id={id}
        class="field-input"
        rows={rows}
        value={props.value}
        maxLength={props.maxLength}
        required={props.required}
        {...describedBy(id, props)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <FieldError id={id} error={props.error} />
    </div>
  );
}

/** One of many, through the phone's own list. */
export function SelectField({ label, value, options, onChange }: SelectFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="field-select">
        <select id={id} class="field-input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="down" size="s" />
      </div>
    </div>
  );
}

type SelectFieldProps = {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
};

/** Narrows the list below it while one types. */
export function SearchField({ label, value, onInput }: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <div class="search-field">
      <Icon name="search" />
      <input
        type="search"
        class="field-input"
        aria-label={label}
        placeholder={label}
        autocomplete="off"
        enterkeyhint="search"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

function FieldLabel({ id, label, hint }: { id: string; label: string; hint?: string | undefined }) {
  return (
    <>
      <label class="field-label" for={id}>
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
    </>
  );
}

function FieldError({ id, error }: { id: string; error: string | undefined }) {
  return (
    <div id={`${id}-error`}>
      <Problem text={error ?? null} />
    </div>
  );
}

function describedBy(id: string, { hint, error }: FieldProps) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { "aria-invalid": Boolean(error), ...(ids ? { "aria-describedby": ids } : {}) };
}
