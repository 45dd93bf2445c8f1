/** UUIDs of version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits. */

const MILLISECONDS_MAX = 2 ** 48 - 1;

/** A new UUIDv7 as text in lower case. */
export function uuid7(now_ms: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  const time = Math.min(Math.max(Math.trunc(now_ms), 0), MILLISECONDS_MAX);
  view.setUint32(0, Math.trunc(time / 2 ** 16));
  view.setUint16(4, time % 2 ** 16);
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
