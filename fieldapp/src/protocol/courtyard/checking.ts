/** Checks what was filled into a form of a courtyard record: `sync/courtyard/checking.py` in TypeScript. */
import type { Form, FormField, FormValue, FormValues } from "./forms";
import { holds } from "./forms";

export type FieldError =
  | "required"
  | "wrong_type"
  | "unknown_code"
  | "too_small"
  | "too_large"
  | "too_long"
  | "blank"
  | "not_storable"
  | "too_many";
/** A code for each field that is wrong, by its path: `method`, `findings.0.risk`. */
export type FieldErrors = Readonly<Record<string, FieldError>>;

export interface Filled {
  /** The fields of the form that are shown and have a value. */
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** Keeps what the form asks for; everything else is passed over. */
export function checkForm(form: Form, raw: Readonly<Record<string, unknown>>): Filled {
  const errors: Record<string, FieldError> = {};
  return { values: keep(form.fields, raw, "", errors), errors };
}

function keep(fields: readonly FormField[], raw: Readonly<Record<string, unknown>>, prefix: string, errors: Record<string, FieldError>): FormValues {
  const kept: Record<string, FormValue> = {};
  for (const field of fields) {
    if (!holds(field.shown_when, kept)) {
      continue;
    }
    const value = raw[field.name];
    const path = prefix + field.name;
    const error = value === undefined || value === null ? (field.is_required ? "required" : null) : errorIn(field, value);
    if (error !== null) {
      errors[path] = error;
    } else if (value !== undefined && value !== null) {
      kept[field.name] = field.type === "list" ? items(field.fields, value as readonly unknown[], path, errors) : (value as FormValue);
    }
  }
  return kept;
}

function items(fields: readonly FormField[], value: readonly unknown[], path: string, errors: Record<string, FieldError>): readonly FormValues[] {
  return value.flatMap((item, number) => {
    if (isObject(item)) {
      return [keep(fields, item, `${path}.${number}.`, errors)];
    }
    errors[`${path}.${number}`] = "wrong_type";
    return [];
  });
}

function errorIn(field: FormField, value: unknown): FieldError | null {
  switch (field.type) {
    case "integer":
    case "decimal":
      if (typeof value !== "number" || Number.isNaN(value)) {
        return "wrong_type";
      }
      if (value < field.min || value > field.max) {
        return value < field.min ? "too_small" : "too_large";
      }
      return field.type === "integer" && !Number.isInteger(value) ? "wrong_type" : null;
    case "choice":
      if (typeof value !== "string") {
        return "wrong_type";
      }
      return field.codes.includes(value) ? null : "unknown_code";
    case "yes_no":
      return typeof value === "boolean" ? null : "wrong_type";
    case "text":
      return errorInText(value, field.characters_max);
    case "date":
      return isDay(value) ? null : "wrong_type";
    case "list":
      if (!Array.isArray(value)) {
        return "wrong_type";
      }
      return value.length > field.items_max ? "too_many" : null;
  }
}

function errorInText(value: unknown, characters_max: number): FieldError | null {
  if (typeof value !== "string") {
    return "wrong_type";
  }
  if (/\0|\p{Surrogate}/u.test(value)) {
    return "not_storable";
  }
  if (value.trim() === "") {
    return "blank";
  }
  return Array.from(value).length > characters_max ? "too_long" : null;
}

/** A day of the calendar, `YYYY-MM-DD`, from the year 1. */
function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/u.test(value) || value.startsWith("0000")) {
    return false;
  }
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
