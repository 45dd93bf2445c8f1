import { useSignal } from "@preact/signals";

import { wordOf } from "../../i18n/codes/words";
import { documentId, keyOf, type Product } from "../../protocol/documents";
import { find } from "../../state/documents";
import { ecoAnswer } from "../../state/products";
import { Badge } from "../../ui/badge";
import { Button, LinkButton } from "../../ui/button";
import { Card } from "../../ui/card";
import { Empty } from "../../ui/empty";
import { Page, Section } from "../../ui/page";
import { RowLink, Rows } from "../../ui/rows";
import { navigate } from "../shell/navigation";
import { pathOf } from "../shell/routes";
import { whereabouts } from "../shell/whereabouts";
import { dateWords } from "../words/when";
import { words } from "../words/words";
import { DoseCalculator } from "./dose_calculator";
import { EcoBadge } from "./eco_badge";
import { Hazards } from "./hazards";
import { Licences } from "./licences";
import { UseSheet } from "./use_sheet";

/** A product: whether it is labelled, how much of it, what to beware of, and what to take instead. */
export function ProductScreen({ productKey }: { productKey: string }) {
  const product = find(documentId("product", productKey));
  return product ? <KnownProduct key={product.id} product={product} /> : <NoProduct />;
}

function KnownProduct({ product }: { product: Product }) {
  const t = words.value;
  const isUsing = useSignal(false);
  const place = whereabouts.value;
  const use = () => {
    if (place) {
      isUsing.value = true;
    } else {
      navigate({ name: "record" });
    }
  };
  return (
    <Page
      back={{ href: pathOf({ name: "products" }), label: t.common.back }}
      title={product.name}
      subtitle={[product.manufacturer, t.codes.purpose[product.purpose]].join(" · ")}
      actions={
        <Button kind="primary" icon="plus" onClick={use}>
          {t.products.use}
        </Button>
      }
    >
      <p class="card-eyebrow">
        <EcoBadge product={product} />
        {ecoAnswer(product).is_stocked ? <Badge icon="box">{t.products.stocked}</Badge> : <Badge>{t.products.not_stocked}</Badge>}
      </p>
      <Alternatives product={product} />
      <DoseCalculator product={product} />
      <Hazards product={product} />
      <Licences product={product} />
      <Card>
        <Small product={product} />
      </Card>
      {isUsing.value && place && <UseSheet place={place} product={product} onClose={() => (isUsing.value = false)} />}
    </Page>
  );
}

function Alternatives({ product }: { product: Product }) {
  const t = words.value;
  const { is_eco_labelled, alternatives } = ecoAnswer(product);
  if (is_eco_labelled) {
    return null;
  }
  return (
    <Section title={t.products.alternatives}>
      {alternatives.length === 0 ? (
        <p>{t.products.no_alternatives}</p>
      ) : (
        <Rows>
          {alternatives.map((other) => (
            <RowLink
              key={other.id}
              icon="leaf"
              href={pathOf({ name: "product", key: keyOf(other.id) })}
              title={other.name}
              detail={other.licences.map((licence) => wordOf(t.codes.eco_label, licence.label)).join(", ")}
            />
          ))}
        </Rows>
      )}
    </Section>
  );
}

function Small({ product }: { product: Product }) {
  const t = words.value;
  return (
    <>
      {product.sds_revised_on && <p>{t.products.sds(dateWords(product.sds_revised_on))}</p>}
      {product.gtin && (
        <p>
          {t.products.barcode} {product.gtin}
        </p>
      )}
    </>
  );
}

function NoProduct() {
  const t = words.value;
  return (
    <Page back={{ href: pathOf({ name: "products" }), label: t.common.back }} title={t.navigation.not_found}>
      <Empty icon="spray" title={t.products.not_found} text={t.products.not_found_text}>
        <LinkButton href={pathOf({ name: "products" })}>{t.products.to_list}</LinkButton>
      </Empty>
    </Page>
  );
}
