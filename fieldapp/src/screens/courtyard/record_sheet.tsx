import { useSignal } from "@preact/signals";

import { checkForm } from "../../protocol/courtyard/checking";
import { findForm, newestForm, type FormValues } from "../../protocol/courtyard/forms";
import type { CourtyardRecord } from "../../protocol/documents_courtyard";
import { standing } from "../../state/courtyard";
import { record as recordOperation } from "../../state/record";
import { today } from "../../state/today";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/field";
import { Section } from "../../ui/page";
import { Problem } from "../../ui/problem";
import { Row, Rows } from "../../ui/rows";
import { Sheet } from "../../ui/sheet";
import { save } from "../shell/saving";
import { addressOf, findSpace, personName } from "../words/places";
import { momentWords, timeOf } from "../words/when";
import { spoken, words } from "../words/words";
import { FormFields } from "./form_fields";
import { filledWords, formWord } from "./wording";

/** One record: what holds now first, then every earlier version, down to what was recorded. */
export function RecordSheet({ record, onClose }: { record: CourtyardRecord; onClose: () => void }) {
  const t = words.value;
  const isCorrecting = useSignal(false);
  if (isCorrecting.value) {
    return <CorrectSheet record={record} onClose={onClose} />;
  }
  const where = [addressOf(record, t), findSpace(record.space)?.name].filter(Boolean).join(", ");
  return (
    <Sheet
      title={formWord(t, record.record_kind)}
      subtitle={`${where} · ${timeOf(record.started_at)}–${timeOf(record.ended_at)}`}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <Button icon="undo" onClick={() => (isCorrecting.value = true)}>
          {t.courtyard.correct}
        </Button>
      }
    >
      {record.corrections.toReversed().map((each) => (
        <Section key={each.id} title={`${t.courtyard.corrected} ${momentWords(each.at, today.value, t)}`}>
          <p>
            {personName(each.by, t)}: ”{each.text}”
          </p>
          <Filled record={record} version={each.form_version} values={each.fields} />
        </Section>
      ))}
      <Section title={record.corrections.length > 0 ? t.courtyard.original : momentWords(record.at, today.value, t)}>
        <Filled record={record} version={record.form_version} values={record.fields} />
        {record.text !== null && <p>”{record.text}”</p>}
      </Section>
    </Sheet>
  );
}

function Filled({ record, version, values }: { record: CourtyardRecord; version: number; values: FormValues }) {
  const t = words.value;
  const form = findForm(record.record_kind, version);
  if (form === undefined) {
    return <p>{t.courtyard.newer_form}</p>;
  }
  return (
    <Rows>
      {filledWords(form, values, t, spoken.value).map(({ name, value }) => (
        <Row key={name} title={name} value={value} />
      ))}
    </Rows>
  );
}

/** What is right instead: the same form, filled in as it stands, and why. */
function CorrectSheet({ record, onClose }: { record: CourtyardRecord; onClose: () => void }) {
  const t = words.value;
  const form = newestForm(record.record_kind);
  const values = useSignal<FormValues>(standing(record));
  const why = useSignal("");
  const isAsking = useSignal(false);
  const { values: filled, errors } = checkForm(form, values.value);
  const isWrong = Object.keys(errors).length > 0 || why.value.trim() === "";
  const submit = () => {
    isAsking.value = true;
    if (isWrong) {
      return;
    }
    const payload = { record_kind: record.record_kind, form_version: form.version, fields: filled, text: why.value.trim() };
    void save(() => recordOperation("courtyard.correct", record.id, payload), t.courtyard.correction_said).then((isSaved) => isSaved && onClose());
  };
  return (
    <Sheet
      title={t.courtyard.correct}
      subtitle={t.courtyard.correction_keeps}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          <Problem text={isAsking.value && isWrong ? t.courtyard.check_fields : null} />
          <Button kind="primary" icon="check" onClick={submit}>
            {t.courtyard.correction_save}
          </Button>
        </>
      }
    >
      <div class="form">
        <FormFields form={form} values={values.value} errors={isAsking.value ? errors : {}} onChange={(next) => (values.value = next)} />
        <TextArea
          label={t.courtyard.correction_why}
          maxLength={2000}
          value={why.value}
          error={isAsking.value && why.value.trim() === "" ? t.courtyard.errors.required : undefined}
          onInput={(next) => (why.value = next)}
        />
      </div>
    </Sheet>
  );
}
