/** Forms and what was filled into them, in words. */
import type { Messages } from "../../i18n/messages";
import type { CourtyardKind, Form, FormField, FormValue, FormValues } from "../../protocol/courtyard/forms";
import { holds } from "../../protocol/courtyard/forms";
import type { Language } from "../../protocol/codes";
import type { IconName } from "../../ui/icon_paths";
import { numberWords } from "../words/numbers";
import { dateWords } from "../words/when";

export const KIND_ICONS: Readonly<Record<CourtyardKind, IconName>> = {
  gritting: "dots",
  snow_clearing: "wind",
  storm_drain: "droplet",
  gutter: "roof",
  playground: "swing",
  species: "leaf",
  nest_check: "eye",
  mowing: "tree",
  waste_room: "trash",
};

/** The word for a kind, a field or a code; its last part when a newer server knows more. */
export function formWord(t: Messages, ...path: readonly string[]): string {
  const words: Readonly<Record<string, string>> = t.courtyard.words;
  return words[path.join(".")] ?? path.at(-1) ?? "";
}

/** What was filled in, a line a field. */
export function filledWords(form: Form, values: FormValues, t: Messages, language: Language): readonly { readonly name: string; readonly value: string }[] {
  return form.fields
    .filter((field) => values[field.name] !== undefined && holds(field.shown_when, values))
    .map((field) => ({ name: formWord(t, form.kind, field.name), value: valueWords([form.kind, field.name], field, values[field.name] ?? "", t, language) }));
}

function valueWords(path: readonly string[], field: FormField, value: FormValue, t: Messages, language: Language): string {
  switch (field.type) {
    case "choice":
      return formWord(t, ...path, textOf(value));
    case "yes_no":
      return value === true ? t.courtyard.yes : t.courtyard.no;
    case "date":
      return dateWords(textOf(value));
    case "integer":
    case "decimal":
      return `${typeof value === "number" ? numberWords(value, language) : textOf(value)} ${field.unit ?? ""}`.trim();
    case "list":
      return (value as readonly FormValues[])
        .map((item) => field.fields.map((inner) => valueWords([...path, inner.name], inner, item[inner.name] ?? "", t, language)).join(": "))
        .join("; ");
    case "text":
      return textOf(value);
  }
}

/** A value of one field as text; nothing for a list. */
export function textOf(value: FormValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
