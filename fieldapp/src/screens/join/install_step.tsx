import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { canInstall, install, isApple, isInstalled } from "../shell/install";
import { words } from "../words/words";

/** The hint to put the app onto the home screen; nothing once it is there. */
export function InstallStep() {
  const t = words.value;
  if (isInstalled.value) {
    return null;
  }
  return (
    <Notice tone="action" icon="device" title={t.welcome.install_title}>
      {canInstall.value ? (
        <>
          <p>{t.welcome.install_why}</p>
          <Button icon="download" onClick={() => void install()}>
            {t.welcome.install_action}
          </Button>
        </>
      ) : (
        <p>{isApple ? t.welcome.install_ios : t.welcome.install_text}</p>
      )}
    </Notice>
  );
}
