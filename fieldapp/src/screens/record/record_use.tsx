import { useSignal } from "@preact/signals";

import { byType } from "../../state/documents";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { localDate } from "../../protocol/instants";
import { UseSheet } from "../products/use_sheet";
import { UsesOf } from "../products/uses_of";
import type { Whereabouts } from "../shell/whereabouts";
import { words } from "../words/words";

/** Product use outside a round: the sheet, and what was recorded here today. */
export function RecordUse({ place }: { place: Whereabouts | null }) {
  const t = words.value;
  const isOpen = useSignal(false);
  if (place === null) {
    return <Notice tone="info" icon="pin" title={t.record.property_missing} />;
  }
  const mine = session.value?.person.id;
  const uses = byType("product_use").value.filter(
    (use) =>
      use.by === mine && use.property === place.property && use.building === place.building && localDate(new Date(use.at)) === today.value,
  );
  return (
    <>
      <Button kind="primary" icon="spray" wide onClick={() => (isOpen.value = true)}>
        {t.use.choose}
      </Button>
      <UsesOf uses={uses} />
      {isOpen.value && <UseSheet place={place} onClose={() => (isOpen.value = false)} />}
    </>
  );
}
