import { useSignal } from "@preact/signals";

import type { Product } from "../../protocol/documents";
import { SearchField } from "../../ui/field";
import { RowButton, Rows } from "../../ui/rows";
import { Empty } from "../../ui/empty";
import { words } from "../words/words";
import { EcoBadge } from "./eco_badge";
import { matchingProducts } from "./product_list";

/** A product out of the catalogue: what the employer has in stock first. */
export function ProductPicker({ onPick }: { onPick: (product: Product) => void }) {
  const t = words.value;
  const search = useSignal("");
  const found = matchingProducts({ search: search.value, purpose: null, only_stocked: false });
  return (
    <div class="fields">
      <SearchField label={t.use.search} value={search.value} onInput={(value) => (search.value = value)} />
      {found.length === 0 ? (
        <Empty icon="spray" title={search.value === "" ? t.use.none : t.products.none_found} text={search.value === "" ? t.use.none_text : t.products.none_found_text} />
      ) : (
        <Rows>
          {found.map((product) => (
            <RowButton
              key={product.id}
              title={product.name}
              detail={
                <span class="card-eyebrow">
                  <EcoBadge product={product} />
                  <span>{t.codes.purpose[product.purpose]}</span>
                </span>
              }
              onClick={() => onPick(product)}
            />
          ))}
        </Rows>
      )}
    </div>
  );
}
