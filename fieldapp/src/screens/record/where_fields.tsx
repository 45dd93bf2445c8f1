import { useSignal } from "@preact/signals";

import { documentId } from "../../protocol/documents";
import { byType, find } from "../../state/documents";
import { Card, Mark } from "../../ui/card";
import { SelectField } from "../../ui/field";
import { Place } from "../../ui/place";
import type { Whereabouts } from "../shell/whereabouts";
import { addressOf, buildingsOf, findSpace, propertyLabel } from "../words/places";
import { words } from "../words/words";

const NONE = "";

type WhereFieldsProps = { place: Whereabouts | null; onChange: (place: Whereabouts) => void; hasSpace: boolean };

/** Where it is: known already where the app can tell, changed with one tap. */
export function WhereFields({ place, onChange, hasSpace }: WhereFieldsProps) {
  const t = words.value;
  const isOpen = useSignal(false);
  if (place !== null && !isOpen.value) {
    return (
      <Place
        lead={<Mark icon="pin" />}
        name={addressOf(place, t)}
        detail={findSpace(place.space)?.name ?? (find(place.building) ? t.record.whole_building : t.record.whole_property)}
        changeLabel={t.record.change_place}
        onChange={() => (isOpen.value = true)}
      />
    );
  }
  return (
    <Card>
      <PlaceFields place={place} onChange={onChange} hasSpace={hasSpace} />
    </Card>
  );
}

function PlaceFields({ place, onChange, hasSpace }: WhereFieldsProps) {
  const t = words.value;
  const properties = [...byType("property").value].sort((a, b) => a.address.localeCompare(b.address, "fi", { numeric: true }));
  const buildings = buildingsOf(place?.property ?? null);
  const spaces = place === null ? [] : (find(place.building)?.spaces ?? []);
  const outside = { space: null, round: null, order: null };
  return (
    <div class="fields">
      <SelectField
        label={t.record.property}
        value={keyIn(place?.property)}
        options={[
          ...(place === null ? [{ value: NONE, label: t.common.choose }] : []),
          ...properties.map((property) => ({ value: keyIn(property.id), label: propertyLabel(property) })),
        ]}
        onChange={(key) => onChange({ property: documentId("property", key), building: null, ...outside })}
      />
      {place !== null && buildings.length > 0 && (
        <SelectField
          label={t.record.building}
          value={keyIn(place.building)}
          options={[{ value: NONE, label: t.record.whole_property }, ...buildings.map((building) => ({ value: keyIn(building.id), label: building.address }))]}
          onChange={(key) => onChange({ property: place.property, building: key === NONE ? null : documentId("building", key), ...outside })}
        />
      )}
      {place !== null && hasSpace && spaces.length > 0 && (
        <SelectField
          label={t.record.space}
          value={place.space ?? NONE}
          options={[{ value: NONE, label: t.record.no_space }, ...spaces.map((space) => ({ value: space.id, label: space.name }))]}
          onChange={(space) => onChange({ ...place, space: space === NONE ? null : space })}
        />
      )}
    </div>
  );
}

function keyIn(id: string | null | undefined): string {
  return id ? id.slice(id.indexOf(":") + 1) : NONE;
}
