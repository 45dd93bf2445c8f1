import { signal } from "@preact/signals";

import { PURPOSES, type Purpose } from "../../protocol/codes";
import { keyOf, type Product } from "../../protocol/documents";
import { byType } from "../../state/documents";
import { Button } from "../../ui/button";
import { CardLine, CardLink, Mark, Stack } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { Empty } from "../../ui/empty";
import { SearchField, SelectField } from "../../ui/field";
import { Page } from "../../ui/page";
import { route } from "../shell/navigation";
import { pathOf } from "../shell/routes";
import { PURPOSE_ICONS } from "../words/icons";
import { words } from "../words/words";
import { EcoBadge } from "./eco_badge";
import { matchingProducts, type ProductFilter } from "./product_list";
import { SyncStep } from "../outbox/sync_step";

const ANY = "any";
const unfiltered: ProductFilter = { search: "", purpose: null, only_stocked: true };
/** Kept while one looks at a product and comes back. */
const filter = signal<ProductFilter>(unfiltered);

/** The catalogue: what the employer has in stock, or everything. */
export function Products() {
  const t = words.value;
  const { search, purpose, only_stocked } = filter.value;
  const set = (change: Partial<ProductFilter>) => {
    filter.value = { ...filter.value, ...change };
  };
  const inUse = new Set(byType("product").value.map((product) => product.purpose));
  const purposes = PURPOSES.filter((each) => inUse.has(each)).map((each) => ({ value: each as string, label: t.codes.purpose[each] }));
  return (
    <Page title={t.products.title}>
      <SearchField label={t.products.search} value={search} onInput={(value) => set({ search: value })} />
      <Choice
        legend={t.products.show}
        hideLegend
        look="segments"
        options={[
          { value: "stocked", label: t.products.only_stocked },
          { value: "all", label: t.products.all },
        ]}
        value={only_stocked ? "stocked" : "all"}
        onChange={(value) => set({ only_stocked: value === "stocked" })}
      />
      <SelectField
        label={t.products.purpose}
        value={purpose ?? ANY}
        options={[{ value: ANY, label: t.products.any_purpose }, ...purposes]}
        onChange={(value) => set({ purpose: value === ANY ? null : (value as Purpose) })}
      />
      <Found products={matchingProducts(filter.value)} />
    </Page>
  );
}

function Found({ products }: { products: readonly Product[] }) {
  const t = words.value;
  if (byType("product").value.length === 0) {
    return (
      <Empty icon="spray" title={t.products.none} text={t.products.none_text}>
        <SyncStep />
      </Empty>
    );
  }
  if (products.length === 0) {
    return (
      <Empty icon="search" title={t.products.none_found} text={t.products.none_found_text}>
        <Button onClick={() => (filter.value = { ...unfiltered, only_stocked: false })}>{t.orders.clear}</Button>
      </Empty>
    );
  }
  return (
    <>
      <p class="count">{t.products.count(products.length)}</p>
      <Stack>
        {products.map((product) => (
          <li key={product.id}>
            <ProductCard product={product} />
          </li>
        ))}
      </Stack>
    </>
  );
}

function ProductCard({ product }: { product: Product }) {
  const t = words.value;
  const key = keyOf(product.id);
  const shown = route.value;
  return (
    <CardLink
      href={pathOf({ name: "product", key })}
      title={product.name}
      lead={<Mark icon={PURPOSE_ICONS[product.purpose] ?? "product"} />}
      isCurrent={shown.name === "product" && shown.key === key}
    >
      <CardLine>
        {product.manufacturer} · {t.codes.purpose[product.purpose]}
      </CardLine>
      <span class="card-eyebrow">
        <EcoBadge product={product} />
      </span>
    </CardLink>
  );
}
