/** Joining with a one-time code, and signing out. */
import type { Language } from "../protocol/codes";
import type { Account } from "../store/account";
import type { Transport } from "../sync/transport";
import type { Phone } from "./phone";
import type { JoinOutcome, SignOutOutcome } from "./types";

/**
 * Joins, and loads what this phone holds of the person.
 *
 * Somebody else's waiting operations forbid it: they can only be sent as the person who recorded them. The answer tells
 * who the code is for, so it is used up by then.
 */
export async function join(
  phone: Phone,
  transport: Transport,
  request: { readonly code: string; readonly device_name: string; readonly language: Language },
): Promise<JoinOutcome> {
  const answer = await transport.join(request);
  if ("kind" in answer) {
    return { ok: false, code: answer.code };
  }
  const { token, device, person, server } = answer;
  const account: Account = { token, device, device_name: request.device_name, person, server };
  try {
    if ((await phone.outbox.waitingCountOfOthers(person.id)) > 0) {
      return { ok: false, code: "outbox_not_empty" };
    }
    await phone.accounts.save(account);
    await phone.load();
  } catch {
    return { ok: false, code: "storage" };
  }
  return { ok: true };
}

/** Forgets account and documents, keeps the archive; refused while something waits to be sent. */
export async function signOut(phone: Phone): Promise<SignOutOutcome> {
  const person = phone.account?.person.id;
  if (person === undefined) {
    return { ok: true };
  }
  const waiting = await phone.outbox.waitingCount(person);
  if (waiting > 0) {
    return { ok: false, waiting };
  }
  await phone.accounts.clear();
  phone.forget();
  await phone.documents.clear("");
  return { ok: true };
}
