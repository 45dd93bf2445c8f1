import type { DutyMessages } from "./fi";

/** Duty in English. */
export const duty: DutyMessages = {
  acknowledged: "Alert acknowledged",
};
