import { computed } from "@preact/signals";

import { wordOf } from "../../i18n/codes/words";
import { status } from "../../state/sync_status";
import { Notice } from "../../ui/notice";
import { words } from "../words/words";

/** Whether the server takes what is recorded here and gives nothing more. */
export const isLimited = computed(() => status.value.phase === "access_ended" || status.value.phase === "update_needed");

/** That the server takes what is recorded here and gives nothing more, and why; nothing while all is well. */
export function Limits() {
  const t = words.value;
  const { phase, error_code } = status.value;
  if (phase === "access_ended") {
    return (
      <Notice tone="urgent" icon="lock" title={t.sync.access_ended} announces>
        <p>{t.outbox.error.access_ended}</p>
      </Notice>
    );
  }
  if (phase !== "update_needed") {
    return null;
  }
  return (
    <Notice tone="urgent" icon="alert" title={t.sync.update_needed} announces>
      <p>{wordOf(t.outbox.error, error_code ?? "other")}</p>
    </Notice>
  );
}
