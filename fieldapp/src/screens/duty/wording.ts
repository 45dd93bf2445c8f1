/** Duty in words: who, what and when. */
import { wordOf } from "../../i18n/codes/words";
import type { DocumentId, DutyAlert, DutyShift, Instant } from "../../protocol/documents";
import { localDate } from "../../protocol/instants";
import { byType, find } from "../../state/documents";
import { rosterName } from "../../state/duty";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { shortDay, timeOf } from "../words/when";
import { spoken, words } from "../words/words";

/** A colleague's name, from the roster where nothing else of them is on this phone; `Sinä` for oneself. */
export function dutyName(person: DocumentId<"person"> | null): string {
  const t = words.value;
  if (person === null) {
    return t.common.unknown_person;
  }
  return person === session.value?.person.id ? t.duty.you : (find(person)?.name ?? rosterName(byType("duty_roster").value, person) ?? t.common.unknown_person);
}

/** What the alert is about. */
export function alertTitle(alert: DutyAlert): string {
  const t = words.value;
  const order = find(alert.order);
  return t.duty.alert(order ? wordOf(t.codes.category, order.category).toLocaleLowerCase() : t.duty.unknown_order);
}

/** `8.14` today, `ke 25.11. 7.00` on any other day. */
export function dutyMoment(instant: Instant): string {
  const date = localDate(new Date(instant));
  return date === today.value ? timeOf(instant) : `${shortDay(date, spoken.value)} ${timeOf(instant)}`;
}

/** `ti 24.11. 16.00 – ke 25.11. 7.00`, the day once when it is the same. */
export function spanWords({ begins_at, ends_at }: DutyShift): string {
  const [begin, end] = [begins_at, ends_at].map((instant) => localDate(new Date(instant))) as [string, string];
  const last = begin === end ? timeOf(ends_at) : `${shortDay(end, spoken.value)} ${timeOf(ends_at)}`;
  return `${shortDay(begin, spoken.value)} ${timeOf(begins_at)} – ${last}`;
}
