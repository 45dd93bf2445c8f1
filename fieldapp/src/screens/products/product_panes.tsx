import { Empty } from "../../ui/empty";
import { Panes } from "../../ui/shell";
import { isWide } from "../shell/viewport";
import { words } from "../words/words";
import { ProductScreen } from "./product";
import { Products } from "./products";

/** The catalogue and the product on a desk screen; one of them on a phone. */
export function ProductPanes({ productKey }: { productKey: string | null }) {
  if (!isWide.value) {
    return productKey === null ? <Products /> : <ProductScreen key={productKey} productKey={productKey} />;
  }
  const detail = productKey === null ? <Empty icon="spray" title={words.value.products.pick} /> : <ProductScreen key={productKey} productKey={productKey} />;
  return <Panes list={<Products />} detail={detail} />;
}
