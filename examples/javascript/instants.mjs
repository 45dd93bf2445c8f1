// Instants are RFC 3339 with an offset, cut to milliseconds. Ids are UUIDs of version 7.

import { randomBytes } from "node:crypto";

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** Milliseconds since 1970 and the text cut to milliseconds, or null when it is no instant. */
export function parseInstant(text) {
  const [, date, time, fraction = "", zone] = (typeof text === "string" && INSTANT.exec(text)) || [];
  if (!date) return null;
  const offset = zone.toUpperCase();
  const local = `${date}T${time}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  const asUtc = new Date(`${local}Z`);
  const exists = !Number.isNaN(asUtc.getTime()) && asUtc.toISOString() === `${local}Z`;
  if (!exists) return null;
  const [hours, minutes] = offset === "Z" ? [0, 0] : offset.slice(1).split(":").map(Number);
  const ms = asUtc.getTime() - (offset[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  const year = new Date(ms).getUTCFullYear();
  return year >= 1 && year <= 9999 ? { ms, text: local + offset } : null;
}

/** As documents bear it: in UTC, with milliseconds. */
export const formatInstant = (text) => new Date(parseInstant(text).ms).toISOString();

/** Now, with the offset of this computer's zone. */
export function localNow(now = new Date()) {
  const minutes = -now.getTimezoneOffset();
  const two = (value) => String(Math.trunc(Math.abs(value))).padStart(2, "0");
  const local = new Date(now.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  return `${local}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

export function uuid7(now = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
