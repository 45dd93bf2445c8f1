/** What follows from courtyard records on the phone: what is due, who has been called out, what was filled in last. Pure. */
import { newestForm } from "../protocol/courtyard/forms";
import type { CourtyardKind, Form, FormValues } from "../protocol/courtyard/forms";
import { holds } from "../protocol/courtyard/forms";
import type { Property } from "../protocol/documents";
import type { CallOut, CheckInterval, CheckLevel, CourtyardCheck, CourtyardRecord } from "../protocol/documents_courtyard";
import type { DocumentId, LocalDate } from "../protocol/identified";
import { localDate } from "../protocol/instants";

export interface DueCheck {
  readonly check: CourtyardCheck;
  readonly level: CheckLevel;
  /** Null: never made. */
  readonly due_on: LocalDate | null;
}

const LEVELS: readonly string[] = ["visual", "operational", "annual"];
const MONTHS: Readonly<Record<Exclude<CheckInterval, "weekly">, number>> = { quarterly: 3, yearly: 12 };

/** What holds now of a record: its newest correction. */
export function standing(record: CourtyardRecord): FormValues {
  return record.corrections.at(-1)?.fields ?? record.fields;
}

/** The checks that are due, what has waited longest first. What was recorded here and not sent yet counts already. */
export function dueChecks(checks: readonly CourtyardCheck[], records: readonly CourtyardRecord[], today: LocalDate): readonly DueCheck[] {
  return checks
    .flatMap((check) => heaviestDue(check, records, today))
    .sort((a, b) => (a.due_on ?? "9999").localeCompare(b.due_on ?? "9999") || a.check.id.localeCompare(b.check.id));
}

/** Of one space the heaviest check that is due: it counts as the lighter ones too. */
function heaviestDue(check: CourtyardCheck, records: readonly CourtyardRecord[], today: LocalDate): readonly DueCheck[] {
  const due = check.checks.flatMap(({ level, interval, due_on }) => {
    const made = records
      .filter((record) => record.space === check.space && record.record_kind === check.record_kind && countsAs(record, level))
      .map((record) => nextDue(localDate(new Date(record.ended_at)), interval));
    const latest = [due_on, ...made].reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
    return latest === null || latest <= today ? [{ check, level, due_on: latest }] : [];
  });
  return due.slice(-1);
}

function countsAs(record: CourtyardRecord, level: CheckLevel): boolean {
  return record.record_kind !== "playground" || LEVELS.findIndex((each) => each === standing(record)["level"]) >= LEVELS.indexOf(level);
}

/** The day on which a check is due again; 31 August and a quarter is the last of November. */
export function nextDue(last: LocalDate, interval: CheckInterval): LocalDate {
  const [year = 0, month = 1, day = 1] = last.split("-").map(Number);
  if (interval === "weekly") {
    return localDate(new Date(year, month - 1, day + 7));
  }
  const months = month - 1 + MONTHS[interval];
  const days = new Date(year, months + 1, 0).getDate();
  return localDate(new Date(year, months, Math.min(day, days)));
}

export interface OpenCallOut {
  readonly call_out: CallOut;
  /** Where nobody has been yet, by address. */
  readonly left: readonly Property[];
  readonly all: number;
}

/** Call-outs that are not over. What was recorded here and not sent yet answers already. */
export function openCallOuts(call_outs: readonly CallOut[], properties: readonly Property[], records: readonly CourtyardRecord[]): readonly OpenCallOut[] {
  return call_outs
    .filter((call_out) => call_out.ended_at === null)
    .map((call_out) => {
      const all = properties.filter((property) => property.district === call_out.district);
      const answered = new Set([
        ...call_out.answers.map((answer) => answer.property),
        ...records.filter((record) => record.record_kind === call_out.record_kind && record.ended_at >= call_out.made_at).map((record) => record.property),
      ]);
      const left = all.filter((property) => !answered.has(property.id)).sort((a, b) => a.address.localeCompare(b.address, "fi", { numeric: true }));
      return { call_out, left, all: all.length };
    })
    .filter(({ left }) => left.length > 0)
    .sort((a, b) => b.call_out.made_at.localeCompare(a.call_out.made_at));
}

/** Whether such work today asks for a nest check that nobody has made at the property yet. */
export function lacksNestCheck(form: Form, values: FormValues, property: DocumentId<"property">, records: readonly CourtyardRecord[], today: LocalDate): boolean {
  const asked = form.nest_check;
  const day = today.slice(5);
  if (!asked || day < asked.from || day > asked.to || !holds(asked.when, values)) {
    return false;
  }
  return !records.some(
    (record) => record.record_kind === "nest_check" && record.property === property && localDate(new Date(record.ended_at)) === today,
  );
}

/** What the worker filled in the last time and will do again: at this property, else anywhere. */
export function recalled(kind: CourtyardKind, property: DocumentId<"property"> | null, mine: readonly CourtyardRecord[]): FormValues {
  const ofKind = mine.filter((record) => record.record_kind === kind).sort((a, b) => b.at.localeCompare(a.at));
  const last = ofKind.find((record) => record.property === property) ?? ofKind[0];
  const names = new Set(newestForm(kind).fields.filter((field) => field.is_recalled).map((field) => field.name));
  return last ? Object.fromEntries(Object.entries(standing(last)).filter(([name]) => names.has(name))) : {};
}

/** The instants of two times of day: an end that is still to come was yesterday's, a start after the end the day before's. */
export function instantsOf(started: string, ended: string, now: Date): { readonly started_at: Date; readonly ended_at: Date } {
  const ended_at = atTime(now, ended);
  if (ended_at.getTime() > now.getTime()) {
    ended_at.setDate(ended_at.getDate() - 1);
  }
  const started_at = atTime(ended_at, started);
  if (started_at.getTime() > ended_at.getTime()) {
    started_at.setDate(started_at.getDate() - 1);
  }
  return { started_at, ended_at };
}

function atTime(day: Date, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes);
}
