/** What can be recorded of duty, in which version, and which payloads are valid (docs/operations.md). */
import type { FieldsOf } from "../payload_checks";

export interface DutyKinds {
  "duty.acknowledge": { target: "duty_alert"; payload: Record<string, never>; seen: { state: string } };
}

export const DUTY_VERSIONS: Readonly<Record<keyof DutyKinds, number>> = {
  "duty.acknowledge": 1,
};

export const DUTY_FIELDS: FieldsOf<DutyKinds> = {
  "duty.acknowledge": {},
};
