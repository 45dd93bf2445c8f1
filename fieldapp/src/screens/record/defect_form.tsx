import { useSignal } from "@preact/signals";

import { CATEGORIES, URGENCIES, URGENT_CATEGORIES, type Category, type Urgency } from "../../protocol/codes";
import type { DocumentId } from "../../protocol/documents";
import { find } from "../../state/documents";
import { newTarget, record } from "../../state/record";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { TextArea, TextField } from "../../ui/field";
import { Notice } from "../../ui/notice";
import { Problem } from "../../ui/problem";
import { save } from "../shell/saving";
import type { Whereabouts } from "../shell/whereabouts";
import { CATEGORY_ICONS } from "../words/icons";
import { words } from "../words/words";

type DefectFormProps = { place: Whereabouts | null; onRecorded: (order: DocumentId<"work_order">) => void };

/** A defect found on the way: it becomes a work order. */
export function DefectForm({ place, onRecorded }: DefectFormProps) {
  const t = words.value;
  const category = useSignal<Category | null>(null);
  const urgency = useSignal<Urgency>("minor");
  const description = useSignal("");
  const spot = useSignal("");
  const isAsking = useSignal(false);
  const draft: Draft = { place, category: category.value, urgency: urgency.value, description: description.value, spot: spot.value };
  const missing = isAsking.value ? missingIn(draft) : null;
  const submit = () => {
    isAsking.value = missingIn(draft) !== null;
    if (!isAsking.value) {
      void recordDefect(draft).then((order) => order && onRecorded(order));
    }
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Choice
        legend={t.record.category}
        look="tiles"
        options={CATEGORIES.map((each) => ({ value: each, label: t.codes.category[each], icon: CATEGORY_ICONS[each] }))}
        value={category.value}
        onChange={(value) => {
          category.value = value;
          urgency.value = urgencyOf(value);
        }}
      />
      {urgency.value === "urgent" && <Notice tone="urgent" icon="alert" title={t.record.danger} />}
      <Choice
        legend={t.record.urgency}
        look="rows"
        options={URGENCIES.map((each) => ({
          value: each,
          label: t.codes.urgency[each],
          detail: each === "urgent" ? t.record.urgent_hint : t.record.minor_hint,
        }))}
        value={urgency.value}
        onChange={(value) => (urgency.value = value)}
      />
      <TextArea
        label={t.record.description}
        maxLength={2000}
        value={description.value}
        onInput={(value) => (description.value = value)}
      />
      <TextField label={t.record.place} hint={t.record.place_hint} maxLength={200} value={spot.value} onInput={(value) => (spot.value = value)} />
      <Problem text={problemWords(missing)} />
      <Button type="submit" kind="primary" icon="check" wide>
        {t.record.save}
      </Button>
    </form>
  );
}

type Draft = {
  readonly place: Whereabouts | null;
  readonly category: Category | null;
  readonly urgency: Urgency;
  readonly description: string;
  readonly spot: string;
};

function missingIn({ place, category, description }: Draft): "property" | "category" | "description" | null {
  if (place === null) {
    return "property";
  }
  if (category === null) {
    return "category";
  }
  return description.trim() === "" ? "description" : null;
}

function problemWords(missing: ReturnType<typeof missingIn>): string | null {
  const t = words.value;
  switch (missing) {
    case "property":
      return t.record.property_missing;
    case "category":
      return t.record.category_missing;
    case "description":
      return t.record.description_missing;
    case null:
      return null;
  }
}

async function recordDefect({ place, category, urgency, description, spot }: Draft): Promise<DocumentId<"work_order"> | null> {
  if (place === null || category === null) {
    return null;
  }
  const target = newTarget("work_order");
  const payload = {
    property: place.property,
    ...(place.building === null ? {} : { building: place.building }),
    ...(place.space === null ? {} : { space: place.space }),
    ...(spot.trim() === "" ? {} : { place: spot.trim() }),
    category,
    urgency,
    description: description.trim(),
    ...foundOn(place),
  };
  const isSaved = await save(() => record("work_order.create", target, payload), words.value.record.said);
  return isSaved ? target : null;
}

/** The order or running round that the worker was at: a round that has not begun has led to nothing yet. */
function foundOn({ order, round }: Whereabouts): { readonly found_on?: DocumentId<"round"> | DocumentId<"work_order"> } {
  if (order !== null) {
    return { found_on: order };
  }
  return round !== null && find(round)?.state === "running" ? { found_on: round } : {};
}

function urgencyOf(category: Category): Urgency {
  return URGENT_CATEGORIES.some((urgent) => urgent === category) ? "urgent" : "minor";
}
