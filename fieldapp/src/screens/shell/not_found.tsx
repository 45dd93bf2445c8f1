import { LinkButton } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { words } from "../words/words";
import { pathOf } from "./routes";

/** An address that leads nowhere. */
export function NotFound() {
  const t = words.value;
  return (
    <Page title={t.navigation.not_found}>
      <Empty icon="search" title={t.navigation.not_found} text={t.navigation.not_found_text}>
        <LinkButton href={pathOf({ name: "today" })} icon="home">
          {t.navigation.to_today}
        </LinkButton>
      </Empty>
    </Page>
  );
}
