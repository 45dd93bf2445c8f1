/** Dates and times as people in Finland write them: `1.4.2026`, `8.14`, weeks from Monday. */
import type { Messages } from "../../i18n/messages";
import type { Language } from "../../protocol/codes";
import type { Instant, LocalDate } from "../../protocol/documents";
import { localDate } from "../../protocol/instants";
import { addDays } from "./weekdays";

/** `8.14`, on this phone's clock. */
export function timeOf(instant: Instant): string {
  const at = new Date(instant);
  return `${at.getHours()}.${String(at.getMinutes()).padStart(2, "0")}`;
}

/** `1.4.2026`, or `1.4.` when the year is plain from what stands around it. */
export function dateWords(date: LocalDate, withYear = true): string {
  const [year, month, day] = date.split("-").map(Number);
  return `${day}.${month}.${withYear ? year : ""}`;
}

/** `Keskiviikko 1.4.` */
export function weekdayAndDate(date: LocalDate, language: Language): string {
  return `${capitalised(weekdayName(date, language, "long"))} ${dateWords(date, false)}`;
}

/** `ke 1.4.` */
export function shortDay(date: LocalDate, language: Language): string {
  return `${weekdayName(date, language, "short")} ${dateWords(date, false)}`;
}

/** `8.14` today, `eilen 8.14` yesterday, `1.4. 8.14` otherwise. */
export function momentWords(instant: Instant, today: LocalDate, t: Messages): string {
  const date = localDate(new Date(instant));
  const time = timeOf(instant);
  if (date === today) {
    return time;
  }
  return date === addDays(today, -1) ? `${t.common.yesterday} ${time}` : `${dateWords(date, date.slice(0, 4) !== today.slice(0, 4))} ${time}`;
}

/** `42 min`, `1 t 5 min`, `3 päivää`. */
export function durationWords(minutes: number, t: Messages): string {
  const whole = Math.max(0, Math.round(minutes));
  if (whole < 60) {
    return t.common.minutes(whole);
  }
  return whole < 2 * 24 * 60 ? t.common.hours_minutes(Math.floor(whole / 60), whole % 60) : t.common.days(Math.floor(whole / (24 * 60)));
}

function weekdayName(date: LocalDate, language: Language, length: "long" | "short"): string {
  return new Intl.DateTimeFormat(language, { weekday: length, timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
