import { Fragment } from "preact";

import type { FieldErrors } from "../../protocol/courtyard/checking";
import type { Form, FormField, FormValue, FormValues, ListField } from "../../protocol/courtyard/forms";
import { holds } from "../../protocol/courtyard/forms";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { TextArea } from "../../ui/field";
import { MomentField } from "../../ui/moment_field";
import { Notice } from "../../ui/notice";
import { NumberField } from "../../ui/number_field";
import { Problem } from "../../ui/problem";
import { words } from "../words/words";
import { formWord, textOf } from "./wording";

type FormFieldsProps = { form: Form; values: FormValues; errors: FieldErrors; onChange: (values: FormValues) => void };

/** The fields of a form as it asks for them now; what is wrong is said at the field. */
export function FormFields({ form, values, errors, onChange }: FormFieldsProps) {
  return (
    <>
      {form.fields
        .filter((field) => holds(field.shown_when, values))
        .map((field) => (
          <Fragment key={field.name}>
            <Field
              path={[form.kind, field.name]}
              at={field.name}
              field={field}
              value={values[field.name]}
              errors={errors}
              onChange={(value) => onChange(changed(values, field.name, value))}
            />
            {(form.warnings ?? []).some((warning) => warning.when.field === field.name && holds(warning.when, values)) && <HogweedWarning />}
          </Fragment>
        ))}
    </>
  );
}

/** Giant hogweed burns skin: what to wear, and what to do. */
function HogweedWarning() {
  const t = words.value;
  return (
    <Notice tone="urgent" icon="alert" title={t.courtyard.hogweed_title} announces>
      <p>{t.courtyard.hogweed_text}</p>
    </Notice>
  );
}

type FieldProps = {
  /** Of its word. */
  path: readonly string[];
  /** Of its error. */
  at: string;
  field: FormField;
  value: FormValue | undefined;
  errors: FieldErrors;
  onChange: (value: FormValue | undefined) => void;
};

function Field({ path, at, field, value, errors, onChange }: FieldProps) {
  const t = words.value;
  const label = formWord(t, ...path);
  const code = errors[at];
  const error = code && t.courtyard.errors[code];
  switch (field.type) {
    case "integer":
    case "decimal":
      return (
        <NumberField
          label={label}
          unit={field.unit ?? ""}
          value={typeof value === "number" ? value : null}
          step={field.step}
          min={field.min}
          max={field.max}
          lessLabel={t.common.less}
          moreLabel={t.common.more}
          error={error}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case "choice":
      return (
        <Choice
          legend={label}
          options={field.codes.map((each) => ({ value: each, label: formWord(t, ...path, each) }))}
          value={typeof value === "string" ? value : null}
          error={error}
          onChange={onChange}
        />
      );
    case "yes_no":
      return (
        <Choice
          legend={label}
          options={[
            { value: "yes", label: t.courtyard.yes },
            { value: "no", label: t.courtyard.no },
          ]}
          value={typeof value === "boolean" ? (value ? "yes" : "no") : null}
          error={error}
          onChange={(next) => onChange(next === "yes")}
        />
      );
    case "date":
      return <MomentField type="date" label={label} value={textOf(value)} error={error} onInput={(next) => onChange(next === "" ? undefined : next)} />;
    case "text":
      return (
        <TextArea
          label={label}
          rows={2}
          maxLength={field.characters_max}
          value={textOf(value)}
          error={error}
          onInput={(next) => onChange(next === "" ? undefined : next)}
        />
      );
    case "list":
      return <Items path={path} at={at} field={field} value={Array.isArray(value) ? value : []} errors={errors} onChange={onChange} />;
  }
}

/** Several findings, each a card of its own. */
function Items({ path, at, field, value, errors, onChange }: Omit<FieldProps, "field" | "value"> & { field: ListField; value: readonly FormValues[] }) {
  const t = words.value;
  const code = errors[at];
  const replace = (index: number, item: FormValues | null) => {
    const next = value.flatMap((each, other) => (other === index ? (item === null ? [] : [item]) : [each]));
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <div class="fields">
      {value.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- findings have no name of their own
        <Card key={index}>
          <div class="fields" role="group" aria-label={t.courtyard.item(index + 1)}>
            <p class="field-label">{t.courtyard.item(index + 1)}</p>
            {field.fields.map((inner) => (
              <Field
                key={inner.name}
                path={[...path, inner.name]}
                at={`${at}.${index}.${inner.name}`}
                field={inner}
                value={item[inner.name]}
                errors={errors}
                onChange={(next) => replace(index, changed(item, inner.name, next))}
              />
            ))}
            <Button icon="trash" onClick={() => replace(index, null)}>
              {t.courtyard.remove_item}
            </Button>
          </div>
        </Card>
      ))}
      {value.length < field.items_max && (
        <Button icon="plus" onClick={() => onChange([...value, {}])}>
          {t.courtyard.add_item}
        </Button>
      )}
      <Problem text={code ? t.courtyard.errors[code] : null} />
    </div>
  );
}

function changed(values: FormValues, name: string, value: FormValue | undefined): FormValues {
  return { ...values, [name]: value };
}
