import type { DutyAlert, DutyRoster, DutyShift } from "../../protocol/documents";
import { keyOf } from "../../protocol/documents";
import { localDate } from "../../protocol/instants";
import { byType } from "../../state/documents";
import { endedAlerts, holdsNow, shiftsAhead } from "../../state/duty";
import { session } from "../../state/session";
import { status } from "../../state/sync_status";
import { today } from "../../state/today";
import { Badge } from "../../ui/badge";
import { Stack } from "../../ui/card";
import { Empty } from "../../ui/empty";
import { Notice } from "../../ui/notice";
import { Columns, Page, Section } from "../../ui/page";
import { Row, RowLink, Rows } from "../../ui/rows";
import { isLimited, Limits } from "../outbox/limits";
import { SyncLine } from "../outbox/sync_line";
import { now } from "../shell/now";
import { pathOf } from "../shell/routes";
import { isWide } from "../shell/viewport";
import { momentWords } from "../words/when";
import { spoken, words } from "../words/words";
import { acknowledgedWords, AlertCard } from "./alert_card";
import { CallList } from "./call_list";
import { ownAcknowledgements, pressing } from "./pressing";
import { alertTitle, spanWords } from "./wording";

/** Evenings, nights and days off: what presses, whom to call, and one's own shifts. */
export function Duty() {
  const t = words.value;
  const me = session.value?.person.id;
  const shifts = me ? shiftsAhead(byType("duty_shift").value, me, now.value) : [];
  const ended = endedAlerts(byType("duty_alert").value, ownAcknowledgements.value, now.value);
  const rosters = [...byType("duty_roster").value].sort((a, b) => a.area.localeCompare(b.area, "fi", { numeric: true }));
  const isEmpty = shifts.length + rosters.length + pressing.value.length + ended.length === 0;
  return (
    <Page back={{ href: pathOf({ name: "more" }), label: t.common.back }} title={t.duty.title}>
      {!isWide.value && !isLimited.value && <SyncLine />}
      <Limits />
      <NoConnection />
      <PressingAlerts />
      {isEmpty ? (
        !isLimited.value && <Empty icon="moon" title={t.duty.empty} text={t.duty.empty_text} />
      ) : (
        <Columns main={<Calls rosters={rosters} />} side={<Shifts shifts={shifts} />} />
      )}
      <Ended alerts={ended} />
    </Page>
  );
}

/** The alerts that press, each with its button; nothing while none does. */
export function PressingAlerts() {
  const t = words.value;
  return pressing.value.length === 0 ? null : (
    <Section title={t.duty.alerts}>
      <Stack>
        {pressing.value.map((alert, index) => (
          <li key={alert.id}>
            <AlertCard alert={alert} isFirst={index === 0} />
          </li>
        ))}
      </Stack>
    </Section>
  );
}

/** Who has duty must know that no alert can come now. */
function NoConnection() {
  const t = words.value;
  const { phase, last_success_at } = status.value;
  return phase !== "offline" && phase !== "failed" ? null : (
    <Notice tone="waiting" icon="offline" title={t.duty.offline}>
      <p>{last_success_at === null ? t.duty.offline_never : t.duty.offline_text(momentWords(last_success_at, today.value, t))}</p>
    </Notice>
  );
}

function Calls({ rosters }: { rosters: readonly DutyRoster[] }) {
  return (
    <>
      {rosters.map((roster) => (
        <CallList key={roster.id} roster={roster} />
      ))}
    </>
  );
}

function Shifts({ shifts }: { shifts: readonly DutyShift[] }) {
  const t = words.value;
  if (shifts.length === 0) {
    return <p class="count">{t.duty.no_shifts}</p>;
  }
  const [todays, coming] = [shifts.filter(beginsByToday), shifts.filter((shift) => !beginsByToday(shift))];
  return (
    <>
      <ShiftList title={t.duty.shifts_today} shifts={todays} />
      <ShiftList title={t.duty.shifts_coming} shifts={coming} />
    </>
  );
}

function beginsByToday({ begins_at }: DutyShift): boolean {
  return localDate(new Date(begins_at)) <= today.value;
}

function ShiftList({ title, shifts }: { title: string; shifts: readonly DutyShift[] }) {
  const t = words.value;
  return shifts.length === 0 ? null : (
    <Section title={title}>
      <Rows>
        {shifts.map((shift) => (
          <Row
            key={shift.id}
            icon="calendar"
            title={spanWords(shift)}
            detail={
              <>
                <span>{[shift.area_names[spoken.value], t.duty.place(shift.place)].join(" · ")}</span>
                {holdsNow(shift, now.value) && (
                  <span class="card-eyebrow">
                    <Badge tone="info" icon="clock">
                      {t.duty.shift_now}
                    </Badge>
                  </span>
                )}
              </>
            }
          />
        ))}
      </Rows>
    </Section>
  );
}

function Ended({ alerts }: { alerts: readonly DutyAlert[] }) {
  const t = words.value;
  return alerts.length === 0 ? null : (
    <Section title={t.duty.ended}>
      <Rows>
        {alerts.map((alert) => (
          <RowLink key={alert.id} href={pathOf({ name: "order", key: keyOf(alert.order) })} icon="check" title={alertTitle(alert)} detail={acknowledgedWords(alert)} />
        ))}
      </Rows>
    </Section>
  );
}
