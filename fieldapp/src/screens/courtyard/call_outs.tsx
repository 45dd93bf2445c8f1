import { openCallOuts, type OpenCallOut } from "../../state/courtyard";
import { byType } from "../../state/documents";
import { today } from "../../state/today";
import { Section } from "../../ui/page";
import { Row, RowButton, Rows } from "../../ui/rows";
import { propertyLabel } from "../words/places";
import { momentWords } from "../words/when";
import { words } from "../words/words";
import { recordCourtyard } from "./asked";
import { formWord, KIND_ICONS } from "./wording";

const SHOWN_MAX = 5;

/** Call-outs for gritting and snow: the properties where nobody has been yet; one tap opens the form there. */
export function CallOuts() {
  const open = openCallOuts(byType("call_out").value, byType("property").value, byType("courtyard_record").value);
  return (
    <>
      {open.map((each) => (
        <OneCallOut key={each.call_out.id} {...each} />
      ))}
    </>
  );
}

function OneCallOut({ call_out, left, all }: OpenCallOut) {
  const t = words.value;
  const kind = call_out.record_kind;
  const about = [t.courtyard.call_out_at(momentWords(call_out.made_at, today.value, t)), call_out.text].filter(Boolean).join(" · ");
  return (
    <Section title={`${formWord(t, kind)}: ${t.courtyard.call_out_left(left.length, all)}`}>
      <p class="field-hint">{about}</p>
      <Rows>
        {left.slice(0, SHOWN_MAX).map((property) => (
          <RowButton
            key={property.id}
            icon={KIND_ICONS[kind]}
            title={propertyLabel(property)}
            onClick={() =>
              recordCourtyard({
                kind,
                place: { property: property.id, building: null, space: null, round: null, order: null },
                values: kind === "gritting" ? { trigger: "call_out" } : {},
              })
            }
          />
        ))}
        {left.length > SHOWN_MAX && <Row title={t.courtyard.call_out_more(left.length - SHOWN_MAX)} />}
      </Rows>
    </Section>
  );
}
