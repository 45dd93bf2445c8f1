/** The forms of courtyard records: the same file that the server checks by and reports from (docs/courtyard.md). */
// oxlint-disable-next-line no-restricted-imports -- the definition itself, not the code beside it
import definition from "../../../../sync/courtyard/forms.json";

export const COURTYARD_KINDS = [
  "gritting",
  "snow_clearing",
  "storm_drain",
  "gutter",
  "playground",
  "species",
  "nest_check",
  "mowing",
  "waste_room",
] as const;
export type CourtyardKind = (typeof COURTYARD_KINDS)[number];

export type FormValue = string | number | boolean | readonly FormValues[];
export interface FormValues {
  readonly [field: string]: FormValue | undefined;
}

/** Holds while a field of the same form has one of these values. */
export interface Condition {
  readonly field: string;
  readonly is: readonly (string | boolean)[];
}

interface FieldBase {
  readonly name: string;
  readonly is_required?: boolean;
  /** The phone proposes what was filled in the last time. */
  readonly is_recalled?: boolean;
  readonly shown_when?: Condition;
}
/** `min` and `max` are both included; `step` is what − and + change. */
export interface NumberField extends FieldBase {
  readonly type: "integer" | "decimal";
  readonly unit?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}
export interface ChoiceField extends FieldBase {
  readonly type: "choice";
  readonly codes: readonly string[];
}
export interface TextField extends FieldBase {
  readonly type: "text";
  readonly characters_max: number;
}
export interface ListField extends FieldBase {
  readonly type: "list";
  readonly items_max: number;
  readonly fields: readonly FormField[];
}
export interface PlainField extends FieldBase {
  readonly type: "yes_no" | "date";
}
export type FormField = NumberField | ChoiceField | TextField | ListField | PlainField;

export interface Form {
  readonly kind: CourtyardKind;
  readonly version: number;
  readonly fields: readonly FormField[];
  /** The spaces that it is about; any, where there is none. */
  readonly space_kinds?: readonly string[];
  readonly warnings?: readonly { readonly code: "giant_hogweed"; readonly when: Condition }[];
  /** Between two days of the year (`MM-DD`, both included) such work asks for a nest check of the same day. */
  readonly nest_check?: { readonly from: string; readonly to: string; readonly when?: Condition };
}

// What the file may hold is told by tests/protocol/courtyard.test.ts.
const FORMS = definition.forms as unknown as readonly Form[];

/** The form in which a record was made; undefined when it is of a newer build. */
export function findForm(kind: unknown, version: unknown): Form | undefined {
  return FORMS.find((form) => form.kind === kind && form.version === version);
}

/** The form in which a kind is recorded today. */
export function newestForm(kind: CourtyardKind): Form {
  const versions = FORMS.filter((form) => form.kind === kind);
  return versions.reduce((newest, form) => (form.version > newest.version ? form : newest));
}

/** Whether a condition holds of what was filled in. */
export function holds(condition: Condition | undefined, values: FormValues): boolean {
  return condition === undefined || condition.is.some((wanted) => wanted === values[condition.field]);
}
