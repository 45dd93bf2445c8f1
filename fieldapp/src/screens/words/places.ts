/** Places in words: what a round, an order or a space is called. */
import { computed } from "@preact/signals";

import type { Messages } from "../../i18n/messages";
import { documentId } from "../../protocol/documents";
import type { AnyDocument, Building, DocumentId, DocumentType, Space, WorkOrder } from "../../protocol/documents";
import { byType, find } from "../../state/documents";

type Place = { readonly property: DocumentId<"property">; readonly building: DocumentId<"building"> | null };

const spaces = computed<ReadonlyMap<string, Space>>(
  () => new Map(byType("building").value.flatMap((building) => building.spaces.map((space) => [space.id, space] as const))),
);

/** A document of whichever type its id names. */
export function findAny(id: DocumentId): AnyDocument | undefined {
  // `find` gives undefined for a type it does not know.
  return find(id as DocumentId<DocumentType>);
}

/** The space of this id, in whichever building it lies. */
export function findSpace(id: string | null): Space | undefined {
  return id === null ? undefined : spaces.value.get(id);
}

/** The street address one would walk to. */
export function addressOf(place: Place, t: Messages): string {
  return find(place.building)?.address ?? find(place.property)?.address ?? t.common.unknown_place;
}

/** What stands under an address: the property's own name, when it says more. */
export function propertyName(place: Place): string | null {
  const property = find(place.property);
  return property && property.name !== property.address ? property.name : null;
}

/** Whether the two eves are days off where a property is, when weekdays are counted; so they are where nothing says otherwise. */
export function hasEvesOff(property: DocumentId<"property">): boolean {
  const code = find(property)?.district;
  return code === undefined || find(documentId("district", code))?.has_eves_off !== false;
}

/** A property as one line of a list to choose from. */
export function propertyLabel(property: { readonly name: string; readonly address: string }): string {
  return property.name === property.address ? property.address : `${property.address}, ${property.name}`;
}

/** Where in the property an order is: space, floor and the words of the one who reported it. */
export function spotOf(order: Pick<WorkOrder, "space" | "place">, t: Messages): string {
  const space = findSpace(order.space);
  const floor = space?.floor == null ? null : t.order.floor(String(space.floor));
  // Many reports name in words what they name as a space too.
  const words = order.place === space?.name ? null : order.place;
  return [space?.name, floor, words].filter(Boolean).join(", ");
}

/** The buildings of a property in the order of their addresses. */
export function buildingsOf(property: DocumentId<"property"> | null): readonly Building[] {
  return byType("building")
    .value.filter((building) => building.property === property)
    .sort((a, b) => a.address.localeCompare(b.address, "fi", { numeric: true }));
}

export function personName(id: DocumentId<"person"> | null, t: Messages): string {
  return find(id)?.name ?? t.common.unknown_person;
}
