/** Duty in Finnish. */
export const duty = {
  acknowledged: "Hälytys kuitattu",
};
export type DutyMessages = typeof duty;
