import { status, syncNow } from "../../state/sync_status";
import { Button } from "../../ui/button";
import { words } from "../words/words";

/** The next step where something is missing because the phone has not got it yet. */
export function SyncStep({ kind = "secondary" }: { kind?: "primary" | "secondary" }) {
  const t = words.value;
  const isSyncing = status.value.phase === "syncing";
  return (
    <Button kind={kind} icon="refresh" disabled={isSyncing} onClick={() => void syncNow()}>
      {isSyncing ? t.sync.syncing : t.sync.now}
    </Button>
  );
}
