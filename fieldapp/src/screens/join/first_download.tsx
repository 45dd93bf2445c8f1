import { session } from "../../state/session";
import { status, type SyncStatus } from "../../state/sync_status";
import { Brand } from "../../ui/brand";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { ProgressBar } from "../../ui/progress";
import { Welcome } from "../../ui/welcome";
import { SyncStep } from "../outbox/sync_step";
import { megabytes } from "../words/bytes";
import { words } from "../words/words";
import { InstallStep } from "./install_step";
import { welcoming } from "./welcoming";

/** The first minutes on a new phone: the download as it comes, the home screen, and whether the browser will keep it all. */
export function FirstDownload() {
  const t = words.value;
  const name = session.value?.person.name ?? "";
  const isReady = status.value.last_success_at !== null && status.value.first_download === null;
  return (
    <Welcome brand={<Brand name="Kierros" />}>
      <h1 class="welcome-title" tabIndex={-1}>
        {t.welcome.title(name.split(" ")[0] ?? name)}
      </h1>
      {isReady ? (
        <Notice tone="accepted" icon="check" title={t.welcome.ready} announces>
          <p>{t.welcome.ready_text}</p>
        </Notice>
      ) : (
        <Download status={status.value} />
      )}
      <InstallStep />
      <p class="welcome-lead">{keptWords(status.value.persisted)}</p>
      {isReady && (
        <Button kind="primary" icon="forward" wide onClick={() => (welcoming.value = false)}>
          {t.welcome.start}
        </Button>
      )}
    </Welcome>
  );
}

function Download({ status: current }: { status: SyncStatus }) {
  const t = words.value;
  const { documents, bytes } = current.first_download ?? { documents: 0, bytes: 0 };
  if (current.phase === "offline" || current.phase === "failed") {
    return (
      <Notice tone="waiting" icon="offline" title={t.welcome.failed} announces>
        <p>{t.welcome.failed_text}</p>
        <p>{t.welcome.downloaded(documents, megabytes(bytes))}</p>
        <SyncStep kind="primary" />
      </Notice>
    );
  }
  return (
    <div class="fields">
      <p class="fields-chosen">{t.welcome.downloading}</p>
      <ProgressBar label={t.welcome.downloaded(documents, megabytes(bytes))} value={null} max={1} />
    </div>
  );
}

function keptWords(persisted: boolean | null): string {
  const t = words.value;
  if (persisted === null) {
    return t.welcome.persisted_unknown;
  }
  return persisted ? t.welcome.persisted : t.welcome.not_persisted;
}
