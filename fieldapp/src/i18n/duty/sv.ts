import type { DutyMessages } from "./fi";

/** Duty in Swedish. */
export const duty: DutyMessages = {
  acknowledged: "Larm kvitterat",
};
