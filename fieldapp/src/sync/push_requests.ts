/** The requests of /api/push (docs/protocol.md, Alerts). Each gives null or false when it did not get through. */
import { parseJson } from "../protocol/wire";
import { send, textOf } from "./transport";
import type { Fetch } from "./transport";

/** Where the server can wake this device, and the key that its messages are signed with. */
export interface Registered {
  readonly public_key: string;
  readonly endpoint: string | null;
}

const PATH = "/api/push";

export async function readRegistered(fetch: Fetch, token: string): Promise<Registered | null> {
  const answer = await send(fetch, PATH, { method: "GET", headers: authorized(token) });
  if (answer.kind === "failure") {
    return null;
  }
  const body = parseJson(await textOf(answer.response));
  answer.done();
  if (typeof body !== "object" || body === null || !("public_key" in body) || typeof body.public_key !== "string") {
    return null;
  }
  return { public_key: body.public_key, endpoint: "endpoint" in body && typeof body.endpoint === "string" ? body.endpoint : null };
}

export async function register(fetch: Fetch, token: string, subscription: PushSubscriptionJSON): Promise<boolean> {
  const body = JSON.stringify({ endpoint: subscription.endpoint, keys: subscription.keys });
  const headers = { "Content-Type": "application/json", ...authorized(token) };
  return isDone(await send(fetch, PATH, { method: "PUT", headers, body }));
}

export async function unregister(fetch: Fetch, token: string): Promise<boolean> {
  return isDone(await send(fetch, PATH, { method: "DELETE", headers: authorized(token) }));
}

function isDone(answer: Awaited<ReturnType<typeof send>>): boolean {
  if (answer.kind === "failure") {
    return false;
  }
  answer.done();
  return true;
}

function authorized(token: string): Readonly<Record<string, string>> {
  return { Authorization: `Bearer ${token}` };
}
