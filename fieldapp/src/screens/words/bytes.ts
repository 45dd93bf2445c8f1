/** Bytes as megabytes with one digit, `1,4`, as one reads them on a bill. */
export function megabytes(bytes: number): string {
  return (Math.max(bytes, 0) / 1_000_000).toFixed(1).replace(".", ",");
}
