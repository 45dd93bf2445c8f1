import type { ComponentChildren } from "preact";

import { session } from "../../state/session";
import { Brand } from "../../ui/brand";
import { Button } from "../../ui/button";
import { Navigation, type NavigationItem } from "../../ui/navigation";
import { Shell } from "../../ui/shell";
import { Sheet } from "../../ui/sheet";
import { Toast } from "../../ui/toast";
import { UpdateBar } from "../../ui/update_bar";
import { SyncLine } from "../outbox/sync_line";
import { words } from "../words/words";
import { route } from "./navigation";
import { pathOf, type Route } from "./routes";
import { acknowledgeFailure, failure, lastSaid, undoLast } from "./saving";
import { isUpdateReady, later, restart } from "./update";
import { isWide } from "./viewport";

/** What stays around every screen: where one can go, what was just saved, and whatever must not be missed. */
export function Frame({ children }: { children: ComponentChildren }) {
  const t = words.value;
  return (
    <Shell
      skipLabel={t.navigation.skip}
      navigation={
        <Navigation
          label={t.navigation.label}
          items={places()}
          head={isWide.value && <Brand name="Kierros" />}
          foot={
            isWide.value && (
              <>
                <p class="count">{session.value?.person.name}</p>
                <SyncLine />
              </>
            )
          }
        />
      }
      bar={
        isUpdateReady.value && (
          <UpdateBar text={t.update.ready} restartLabel={t.update.restart} laterLabel={t.update.later} onRestart={restart} onLater={later} />
        )
      }
      over={
        <>
          <LastSaid />
          <NotSavedSheet />
        </>
      }
    >
      {children}
    </Shell>
  );
}

function LastSaid() {
  const t = words.value;
  const said = lastSaid.value;
  return <Toast text={said?.text ?? null} action={said?.undo ? { label: t.common.undo, onClick: undoLast } : undefined} />;
}

/** Nothing is worse than work that seems saved and is not: this cannot be overlooked. */
function NotSavedSheet() {
  const t = words.value;
  const code = failure.value;
  if (code === null) {
    return null;
  }
  return (
    <Sheet
      title={t.saving.not_saved}
      closeLabel={t.common.close}
      onClose={acknowledgeFailure}
      actions={
        <Button kind="danger" onClick={acknowledgeFailure}>
          {t.saving.understood}
        </Button>
      }
    >
      <p role="alert">{t.saving.not_saved_text[code]}</p>
    </Sheet>
  );
}

type Tab = { readonly route: Route; readonly label: string; readonly icon: NavigationItem["icon"]; readonly covers: readonly Route["name"][] };

function places(): readonly NavigationItem[] {
  const t = words.value;
  const tabs: readonly Tab[] = [
    { route: { name: "today" }, label: t.navigation.today, icon: "round", covers: ["today", "round", "join"] },
    { route: { name: "orders" }, label: t.navigation.orders, icon: "clipboard", covers: ["orders", "order"] },
    { route: { name: "record" }, label: t.navigation.record, icon: "plus", covers: ["record"] },
    { route: { name: "products" }, label: t.navigation.products, icon: "spray", covers: ["products", "product"] },
    { route: { name: "more" }, label: t.navigation.more, icon: "more", covers: ["more", "outbox", "duty", "inspections", "inspection", "help", "data", "accessibility"] },
  ];
  return tabs.map((tab) => ({
    href: pathOf(tab.route),
    label: tab.label,
    icon: tab.icon,
    isCurrent: tab.covers.includes(route.value.name),
    isMain: tab.route.name === "record",
  }));
}
