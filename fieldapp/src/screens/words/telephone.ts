/** The address that calls a number as somebody wrote it. */
export function telephone(number: string): string {
  return `tel:${number.replace(/[^+\d]/gu, "")}`;
}
