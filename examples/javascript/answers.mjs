// The forms of what a server says.

import { instant } from "./operations.mjs";
import * as is from "./schema.mjs";

const version = is.integer(0);
const names = is.list(is.text);
const slot = is.integer(0, 255);

const header = is.object({
  epoch: is.text, server_time: instant, token: is.may(is.text),
  results: is.list(is.object({
    id: is.text, status: is.text, at: is.map(version),
    flags: is.may(names, []), reason: is.may(is.text, null),
  })),
  scope: is.object({ add: names, drop: names, reset: is.may(names) }),
  floors: is.may(is.map(version)), snapshots: is.may(is.map(names)), mended: is.may(is.map(is.list(slot))),
  backup_through: is.may(instant, null),
});

const end = is.object({
  cursor: is.map(version), complete: is.boolean,
  checks: is.map(is.object({ count: version, sum: version })),
  slots: is.may(is.map(is.list(version, 256))), next_s: is.integer(0),
});

const place = { b: is.text, v: is.integer(1), id: is.text, r: version };
const put = is.object({ ...place, doc: is.anything, m: is.may(is.only(true)) });
const tombstone = is.object({ ...place, deleted: is.only(true) });

const joined = is.object({
  token: is.text, token_type: is.text, expires_in: version, device: is.text,
  person: is.object({ id: is.text, name: is.text, roles: names, language: is.text }),
  server: is.object({ name: is.text, time_zone: is.text }),
});

const problem = is.object({
  type: is.may(is.text, "about:blank"), title: is.may(is.text, ""), status: is.integer(100), code: is.text,
  detail: is.may(is.text, ""), errors: is.may(is.map(names)),
});

const reader = (form) => (value) => is.read(form, value, "invalid_response");

export const readHeader = reader(header);
export const readJoined = reader(joined);
export const readProblem = reader(problem);

/** A line after the header: a document, its end in a bucket, or, with a `cursor`, the end of the answer. */
export function readLine(value) {
  if (is.isObject(value) && "cursor" in value) return reader(end)(value);
  return reader(is.isObject(value) && value.deleted === true ? tombstone : put)(value);
}
