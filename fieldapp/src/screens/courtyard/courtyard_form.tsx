import { useSignal } from "@preact/signals";

import { checkForm } from "../../protocol/courtyard/checking";
import { newestForm, type CourtyardKind, type Form, type FormValues } from "../../protocol/courtyard/forms";
import { localInstant } from "../../protocol/instants";
import { instantsOf, lacksNestCheck, recalled } from "../../state/courtyard";
import { byType } from "../../state/documents";
import { newTarget, record } from "../../state/record";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { Button } from "../../ui/button";
import { SelectField, TextArea } from "../../ui/field";
import { MomentField } from "../../ui/moment_field";
import { Notice } from "../../ui/notice";
import { Problem } from "../../ui/problem";
import { now } from "../shell/now";
import { save } from "../shell/saving";
import type { Whereabouts } from "../shell/whereabouts";
import { buildingsOf } from "../words/places";
import { words } from "../words/words";
import { FormFields } from "./form_fields";
import { formWord } from "./wording";

const NONE = "";
const USUAL_MINUTES = 15;

type CourtyardFormProps = {
  kind: CourtyardKind;
  place: Whereabouts;
  values: FormValues;
  onNestCheck: () => void;
  onSaved: () => void;
};

/** One form: what the worker does often is filled in already, what is wrong is marked before anything is saved. */
export function CourtyardForm({ kind, place, values: preset, onNestCheck, onSaved }: CourtyardFormProps) {
  const t = words.value;
  const form = newestForm(kind);
  const mine = byType("courtyard_record").value.filter((each) => each.by === session.value?.person.id);
  const spots = spotsOf(form, place);
  const values = useSignal<FormValues>({ ...recalled(kind, place.property, mine), ...preset });
  const space = useSignal(spots.find((spot) => spot.space === place.space)?.space ?? (spots.length === 1 ? (spots[0]?.space ?? null) : null));
  const started = useSignal(timeText(new Date(now.peek().getTime() - USUAL_MINUTES * 60_000)));
  const ended = useSignal(timeText(now.peek()));
  const note = useSignal("");
  const isAsking = useSignal(false);
  const { values: filled, errors } = checkForm(form, values.value);
  const isWrong = Object.keys(errors).length > 0 || started.value === "" || ended.value === "";
  const isNestMissing = lacksNestCheck(form, filled, place.property, byType("courtyard_record").value, today.value);
  const asksForNest = isAsking.value && isNestMissing && !isWrong;
  const submit = () => {
    const isAskedAlready = isAsking.value;
    isAsking.value = true;
    if (isWrong || (isNestMissing && !isAskedAlready)) {
      return;
    }
    const spot = spots.find((each) => each.space === space.value);
    const { started_at, ended_at } = spanOf(started.value, ended.value);
    const building = spot?.building ?? place.building;
    const payload = {
      record_kind: kind,
      form_version: form.version,
      property: place.property,
      ...(building === null ? {} : { building }),
      ...(spot === undefined ? {} : { space: spot.space }),
      started_at: localInstant(started_at),
      ended_at: localInstant(ended_at),
      fields: filled,
      ...(note.value.trim() === "" ? {} : { text: note.value.trim() }),
    };
    void save(() => record("courtyard.record", newTarget("courtyard_record"), payload), t.courtyard.said(formWord(t, kind).toLocaleLowerCase())).then(
      (isSaved) => isSaved && onSaved(),
    );
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {spots.length > 0 && (
        <SelectField
          label={t.courtyard.which}
          value={space.value ?? NONE}
          options={[{ value: NONE, label: t.courtyard.which_none }, ...spots.map((spot) => ({ value: spot.space, label: spot.label }))]}
          onChange={(next) => (space.value = next === NONE ? null : next)}
        />
      )}
      <FormFields form={form} values={values.value} errors={isAsking.value ? errors : {}} onChange={(next) => (values.value = next)} />
      <MomentField type="time" label={t.courtyard.started} value={started.value} onInput={(next) => (started.value = next)} error={missing(isAsking.value, started.value)} />
      <MomentField type="time" label={t.courtyard.ended} value={ended.value} onInput={(next) => (ended.value = next)} error={missing(isAsking.value, ended.value)} />
      <TextArea label={t.courtyard.note} rows={2} maxLength={2000} value={note.value} onInput={(next) => (note.value = next)} />
      {isNestMissing && (
        <Notice tone="waiting" icon="eye" title={t.courtyard.nest_title} announces>
          <p>{t.courtyard.nest_text}</p>
          <Button icon="eye" onClick={onNestCheck}>
            {t.courtyard.nest_do}
          </Button>
        </Notice>
      )}
      {filled["species"] === "giant_hogweed" && <p class="field-hint">{t.courtyard.hogweed_title}.</p>}
      <Problem text={isAsking.value && isWrong ? t.courtyard.check_fields : null} />
      <Button type="submit" kind={asksForNest ? "secondary" : "primary"} icon="check" wide>
        {asksForNest ? t.courtyard.save_anyway : t.courtyard.save}
      </Button>
    </form>
  );
}

/** The spaces that a form is about, at the property, or in the building that was chosen. */
function spotsOf(form: Form, place: Whereabouts) {
  const buildings = buildingsOf(place.property).filter((building) => place.building === null || building.id === place.building);
  return buildings.flatMap((building) =>
    building.spaces
      .filter((space) => form.space_kinds?.includes(space.kind))
      .map((space) => ({ building: building.id, space: space.id, label: `${space.name}, ${building.address}` })),
  );
}

function spanOf(started: string, ended: string) {
  return instantsOf(started, ended, new Date());
}

function missing(isAsking: boolean, value: string): string | undefined {
  return isAsking && value === "" ? words.value.courtyard.errors.required : undefined;
}

function timeText(at: Date): string {
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}
