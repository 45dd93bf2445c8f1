import { useEffect, useState } from "preact/hooks";

import { wordOf } from "../../i18n/codes/words";
import { Section } from "../../ui/page";
import { RowButton, Rows } from "../../ui/rows";
import { words } from "../words/words";
import { fetchDemoPeople, type DemoPerson } from "./fetch_demo_people";

/** On a demo server: the persons whose day one can look at. Elsewhere nothing. */
export function DemoPeople({ isBusy, onChoose }: { isBusy: boolean; onChoose: (code: string) => void }) {
  const t = words.value;
  const [people, setPeople] = useState<readonly DemoPerson[]>([]);
  useEffect(() => {
    void fetchDemoPeople().then(setPeople);
  }, []);
  if (people.length === 0) {
    return null;
  }
  return (
    <Section title={t.join.demo_title}>
      <p>{t.join.demo_text}</p>
      <Rows>
        {people.map((person) => (
          <RowButton
            key={person.join_code}
            title={person.name}
            detail={[wordOf(t.codes.role, person.role), person.organisation].filter(Boolean).join(" · ")}
            icon={person.role === "cleaner" ? "broom" : "wrench"}
            onClick={() => !isBusy && onChoose(person.join_code)}
          />
        ))}
      </Rows>
    </Section>
  );
}
