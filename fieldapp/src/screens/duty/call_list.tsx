import type { DutyRoster, RosterSupervisor } from "../../protocol/documents";
import { onDuty } from "../../state/duty";
import { session } from "../../state/session";
import { Section } from "../../ui/page";
import { Row, RowLink, Rows } from "../../ui/rows";
import { now } from "../shell/now";
import { telephone } from "../words/telephone";
import { spoken, words } from "../words/words";
import { dutyMoment } from "./wording";

/** Whom to call in an area: who is on duty now, then the supervisors. */
export function CallList({ roster }: { roster: DutyRoster }) {
  const t = words.value;
  const area = roster.area_names[spoken.value];
  const shifts = onDuty(roster, now.value);
  return (
    <>
      <Section title={t.duty.on_duty_in(area)}>
        <Rows>
          {shifts.map((shift) => (
            <Reachable key={shift.id} person={shift} detail={[t.duty.place(shift.place), t.duty.until(dutyMoment(shift.ends_at))].join(" · ")} />
          ))}
          {shifts.length === 0 && <Row icon="moon" title={t.duty.nobody} detail={t.duty.nobody_text} />}
        </Rows>
      </Section>
      {roster.supervisors.length > 0 && (
        <Section title={t.duty.supervisors(area)}>
          <Rows>
            {roster.supervisors.map((supervisor) => (
              <Reachable key={supervisor.person} person={supervisor} detail={null} />
            ))}
          </Rows>
        </Section>
      )}
    </>
  );
}

/** One line that calls a person, all of it; oneself nobody calls. */
function Reachable({ person, detail }: { person: RosterSupervisor; detail: string | null }) {
  const t = words.value;
  if (person.person === session.value?.person.id) {
    return <Row icon="person" title={`${t.duty.you}, ${person.name}`} detail={detail} />;
  }
  if (person.phone === null || person.phone === "") {
    return <Row icon="person" title={person.name} detail={[detail, t.duty.no_phone].filter(Boolean).join(" · ")} />;
  }
  return (
    <RowLink
      href={telephone(person.phone)}
      icon="call"
      title={t.duty.call(person.name)}
      detail={
        <>
          <span>{person.phone}</span>
          {detail && <span>{detail}</span>}
        </>
      }
    />
  );
}
