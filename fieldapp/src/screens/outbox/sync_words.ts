/** The one line of truth about syncing. Pure: what is known goes in, words and their tone come out. */
import type { Messages } from "../../i18n/messages";
import type { LocalDate } from "../../protocol/documents";
import type { SyncStatus } from "../../state/sync_status";
import type { Tone } from "../../ui/badge";
import type { IconName } from "../../ui/icon_paths";
import { momentWords } from "../words/when";

export type SyncWords = { readonly text: string; readonly tone: Tone; readonly icon: IconName };

/** Entries that somebody has to look at: a supervisor, or the worker where the server took nothing. */
export type Open = { readonly needsLook: number; readonly setAside: number };

/** What matters most comes first: a lost account, then work that needs a look, then work that waits, then peace. */
export function syncWords(status: SyncStatus, { needsLook, setAside }: Open, today: LocalDate, t: Messages): SyncWords {
  if (status.phase === "signed_out" || status.phase === "access_ended" || status.phase === "update_needed") {
    return { text: t.sync[status.phase], tone: "urgent", icon: "alert" };
  }
  if (setAside > 0) {
    return { text: t.sync.set_aside(setAside), tone: "urgent", icon: "alert" };
  }
  if (needsLook > 0) {
    return { text: t.sync.needs_look(needsLook), tone: "waiting", icon: "flag" };
  }
  return status.waiting > 0 ? waitingWords(status, today, t) : quietWords(status, today, t);
}

function waitingWords(status: SyncStatus, today: LocalDate, t: Messages): SyncWords {
  const since = status.failing_since && momentWords(status.failing_since, today, t);
  if (since && status.phase === "offline") {
    return { text: t.sync.waiting_offline(status.waiting, since), tone: "waiting", icon: "offline" };
  }
  if (since && status.phase === "failed") {
    return { text: t.sync.waiting_failed(status.waiting, since), tone: "waiting", icon: "offline" };
  }
  return { text: t.sync.waiting(status.waiting), tone: "waiting", icon: "device" };
}

function quietWords(status: SyncStatus, today: LocalDate, t: Messages): SyncWords {
  const since = status.failing_since && momentWords(status.failing_since, today, t);
  if (since && status.phase === "offline") {
    return { text: t.sync.offline(since), tone: "plain", icon: "offline" };
  }
  if (since && status.phase === "failed") {
    return { text: t.sync.failed(since), tone: "waiting", icon: "offline" };
  }
  if (status.last_success_at === null) {
    return { text: status.phase === "syncing" ? t.sync.syncing : t.sync.never, tone: "plain", icon: "online" };
  }
  return { text: t.sync.all_sent(momentWords(status.last_success_at, today, t)), tone: "accepted", icon: "online" };
}
