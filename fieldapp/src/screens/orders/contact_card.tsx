import type { OrderContact, WorkOrder } from "../../protocol/documents";
import { byType, find } from "../../state/documents";
import { Badge } from "../../ui/badge";
import { LinkButton } from "../../ui/button";
import { Card } from "../../ui/card";
import { Section } from "../../ui/page";
import { Row, Rows } from "../../ui/rows";
import { telephone } from "../words/telephone";
import { words } from "../words/words";

/** The resident, only on the phone of the one who goes there; and the building manager of the place. */
export function ContactCard({ order }: { order: WorkOrder }) {
  const t = words.value;
  // Of duplicates too: whoever reported the same is told of the same.
  const contacts = byType("order_contact").value.filter((contact) => contact.order === order.id);
  const manager = find(find(order.property)?.building_manager);
  return (
    <>
      {contacts.map((contact) => (
        <Section key={contact.id} title={t.order.contact}>
          <Card>
            <div class="fields">
              <p class="fields-chosen">{[contact.name, contact.apartment && t.order.apartment(contact.apartment)].filter(Boolean).join(" · ")}</p>
              <Warnings contact={contact} />
              {contact.preferred_time && <p>{t.residents.preferred_time(contact.preferred_time)}</p>}
              {contact.phone !== "" && (
                <LinkButton href={telephone(contact.phone)} kind="secondary" icon="call" wide>
                  {t.order.call(contact.phone)}
                </LinkButton>
              )}
            </div>
          </Card>
        </Section>
      ))}
      {manager && (
        <Rows>
          <Row
            icon="person"
            title={manager.name}
            detail={t.order.manager}
            value={manager.phone && <a href={telephone(manager.phone)}>{manager.phone}</a>}
          />
        </Rows>
      )}
    </>
  );
}

function Warnings({ contact }: { contact: OrderContact }) {
  const t = words.value;
  return (
    <p class="card-eyebrow">
      {contact.pets && (
        <Badge tone="waiting" icon="paw">
          {withDetail(t.order.pets, contact.pets)}
        </Badge>
      )}
      {contact.alarm && (
        <Badge tone="waiting" icon="alarm">
          {withDetail(t.order.alarm, contact.alarm)}
        </Badge>
      )}
    </p>
  );
}

function withDetail(word: string, value: string | boolean): string {
  return typeof value === "string" ? `${word}: ${value}` : word;
}
