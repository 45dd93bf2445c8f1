import { Card } from "../../ui/card";
import { Disclosure } from "../../ui/disclosure";
import { Page } from "../../ui/page";
import { pathOf } from "../shell/routes";
import { words } from "../words/words";

/** Answers that work without network. */
export function Help() {
  const t = words.value;
  return (
    <Page narrow back={{ href: pathOf({ name: "more" }), label: t.common.back }} title={t.help.title}>
      <Card>
        <div>
          {t.help.items.map((item) => (
            <Disclosure key={item.question} title={item.question}>
              <p>{item.answer}</p>
            </Disclosure>
          ))}
        </div>
      </Card>
    </Page>
  );
}
