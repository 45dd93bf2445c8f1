import { Card } from "../../ui/card";
import { Page } from "../../ui/page";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";

/** What we promise to everybody who uses the app. */
export function Accessibility() {
  const t = words.value;
  return (
    <Page narrow back={{ href: pathOf({ name: "more" }), label: t.common.back }} title={t.accessibility.title}>
      <Card>
        {t.accessibility.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </Card>
    </Page>
  );
}
