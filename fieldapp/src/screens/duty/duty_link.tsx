import { byType } from "../../state/documents";
import { holdsNow, shiftsAhead, shiftSoon } from "../../state/duty";
import { session } from "../../state/session";
import { RowLink, Rows } from "../../ui/rows";
import { now } from "../shell/now";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";
import { pressing } from "./pressing";
import { dutyMoment } from "./wording";

/** Among the day's work: the way to duty, while one's shift is on or near or an alert presses. */
export function DutyLink() {
  const t = words.value;
  const detail = dutyWords();
  return detail === null ? null : (
    <Rows>
      <RowLink href={pathOf({ name: "duty" })} icon="moon" title={t.duty.title} detail={detail} />
    </Rows>
  );
}

/** The shift that is on or near, else the open alerts; null when duty is far. */
function dutyWords(): string | null {
  const t = words.value;
  const me = session.value?.person.id;
  const shift = me && shiftSoon(shiftsAhead(byType("duty_shift").value, me, now.value), now.value);
  if (shift) {
    return holdsNow(shift, now.value) ? t.duty.now_until(dutyMoment(shift.ends_at)) : t.duty.next_shift(dutyMoment(shift.begins_at));
  }
  return pressing.value.length > 0 ? t.duty.alerts_open(pressing.value.length) : null;
}
