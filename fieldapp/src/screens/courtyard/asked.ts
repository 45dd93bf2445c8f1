/** What somebody went to record: a check that is due, a property of a call-out. It fills in the form once. */
import { signal } from "@preact/signals";

import type { CourtyardKind, FormValues } from "../../protocol/courtyard/forms";
import { navigate } from "../shell/navigation";
import type { Whereabouts } from "../shell/whereabouts";

export type Asked = { readonly kind: CourtyardKind; readonly place: Whereabouts; readonly values: FormValues };

export const asked = signal<Asked | null>(null);

/** Opens the form for it. */
export function recordCourtyard(what: Asked): void {
  asked.value = what;
  navigate({ name: "record" });
}
