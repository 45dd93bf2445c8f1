import { computed } from "@preact/signals";

import { entries, type EntryState } from "../../state/outbox";
import { status } from "../../state/sync_status";
import { today } from "../../state/today";
import { Status, StatusLink } from "../../ui/status_link";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";
import { syncWords } from "./sync_words";

const open = computed(() => ({ needsLook: countOf("needs_look"), setAside: countOf("set_aside") }));

function countOf(state: EntryState): number {
  return entries.value.filter((entry) => entry.state === state).length;
}

/** Whether everything is sent, in one line; leads to the details unless they are `here`. */
export function SyncLine({ here = false }: { here?: boolean }) {
  const t = words.value;
  const line = syncWords(status.value, open.value, today.value, t);
  return here ? <Status {...line} /> : <StatusLink href={pathOf({ name: "outbox" })} hint={t.sync.details} {...line} />;
}
