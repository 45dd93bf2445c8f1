// Becoming a device of a person, or unlocking one again as the same person.

import { randomUUID } from "node:crypto";
import { readJoined } from "./answers.mjs";
import { NoAnswer, post } from "./exchange.mjs";

export class Impossible extends Error {
  code = "impossible";
}

/** The server's address and the code from a link such as a QR picture holds: https://…/app/#code=4XK7-P2QD */
export function fromLink(link) {
  const url = URL.canParse(link) ? new URL(link) : null;
  const code = new URLSearchParams(url?.hash.slice(1)).get("code");
  if (!code) throw new Impossible("this is no link with a code");
  return [url.href.replace(/\/app\/#.*$/, ""), code];
}

export async function join(store, url, code, deviceName, language) {
  const address = url.replace(/\/+$/, "");
  const body = await post(`${address}/api/join`, { code, device_name: deviceName, language });
  const joined = await new Response(body).json().then(readJoined).catch((error) => {
    throw new NoAnswer("not_an_answer", `this is not a Kierros server: ${error.message}`);
  });
  const before = store.account();
  if (before && before.person.id !== joined.person.id) {
    throw new Impossible("this store is somebody else's: use another");
  }
  const account = {
    stream: randomUUID(), epoch: null, clock: null, ...before,
    url: address, token: joined.token, device: joined.device, person: joined.person, server: joined.server,
  };
  store.saveAccount(account);
  return account;
}
