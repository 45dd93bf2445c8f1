/** What duty asks of the person now, from the documents and the outbox of this phone. */
import { computed } from "@preact/signals";

import type { DutyAlert } from "../../protocol/documents";
import { byType } from "../../state/documents";
import { acknowledgements, pressingAlerts } from "../../state/duty";
import { entries } from "../../state/outbox";
import { record } from "../../state/record";
import { save } from "../shell/saving";
import { words } from "../words/words";

export const ownAcknowledgements = computed(() => acknowledgements(entries.value));
export const pressing = computed(() => pressingAlerts(byType("duty_alert").value, ownAcknowledgements.value));

export function acknowledge(alert: DutyAlert): void {
  void save(() => record("duty.acknowledge", alert.id, {}, { state: alert.state }), words.value.duty.acknowledged);
}
