import { useSignal } from "@preact/signals";

import { waitingCount } from "../../state/outbox";
import { signOut } from "../../state/session";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { exportAll } from "../outbox/phone_facts";
import { SyncStep } from "../outbox/sync_step";
import { navigate } from "../shell/navigation";
import { words } from "../words/words";

/** Leaving: refused while something waits, with both ways out. */
export function SignOutSheet({ onClose }: { onClose: () => void }) {
  const t = words.value;
  const refused = useSignal(false);
  const waiting = waitingCount.value;
  const leave = async () => {
    const outcome = await signOut();
    refused.value = !outcome.ok;
    if (outcome.ok) {
      onClose();
      navigate({ name: "today" }, { replace: true });
    }
  };
  if (waiting > 0) {
    return (
      <Sheet
        title={t.more.sign_out_refused}
        closeLabel={t.common.close}
        onClose={onClose}
        actions={
          <>
            <Button icon="export" onClick={() => void exportAll()}>
              {t.outbox.export}
            </Button>
            <SyncStep kind="primary" />
          </>
        }
      >
        <Notice tone="waiting" icon="device" announces={refused.value}>
          <p>{t.more.sign_out_refused_text(waiting)}</p>
        </Notice>
      </Sheet>
    );
  }
  return (
    <Sheet
      title={t.more.sign_out_title}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button kind="danger" icon="signout" onClick={() => void leave()}>
            {t.more.sign_out}
          </Button>
        </>
      }
    >
      <p>{t.more.sign_out_text}</p>
    </Sheet>
  );
}
