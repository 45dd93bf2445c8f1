import { Duty } from "./screens/duty/duty";
import { FirstDownload } from "./screens/join/first_download";
import { InspectionScreen } from "./screens/inspections/inspection";
import { Inspections } from "./screens/inspections/inspections";
import { Join } from "./screens/join/join";
import { welcoming } from "./screens/join/welcoming";
import { Accessibility } from "./screens/more/accessibility";
import { PhoneData } from "./screens/more/data";
import { Help } from "./screens/more/help";
import { More } from "./screens/more/more";
import { OrderPanes } from "./screens/orders/order_panes";
import { Outbox } from "./screens/outbox/outbox";
import { ProductPanes } from "./screens/products/product_panes";
import { Record } from "./screens/record/record";
import { RoundScreen } from "./screens/rounds/round";
import { Frame } from "./screens/shell/frame";
import { route } from "./screens/shell/navigation";
import { NotFound } from "./screens/shell/not_found";
import type { Route } from "./screens/shell/routes";
import { Today } from "./screens/today/today";
import { ready, session } from "./state/session";
import { status } from "./state/sync_status";

/** Which screen is shown: the door, the first download, or one of the app's own. */
export function App() {
  const { value: to } = route;
  if (!ready.value) {
    return null;
  }
  if (session.value === null || (to.name === "join" && status.value.phase === "signed_out")) {
    const code = to.name === "join" ? to.code : null;
    return <Join key={code} code={code} />;
  }
  if (welcoming.value || status.value.first_download !== null) {
    return <FirstDownload />;
  }
  return (
    <Frame>
      <Screen to={to} />
    </Frame>
  );
}

function Screen({ to }: { to: Route }) {
  switch (to.name) {
    case "today":
    case "join":
      return <Today />;
    case "orders":
      return <OrderPanes orderKey={null} />;
    case "order":
      return <OrderPanes orderKey={to.key} />;
    case "round":
      return <RoundScreen key={to.key} roundKey={to.key} />;
    case "record":
      return <Record />;
    case "products":
      return <ProductPanes productKey={null} />;
    case "product":
      return <ProductPanes productKey={to.key} />;
    case "outbox":
      return <Outbox />;
    case "duty":
      return <Duty />;
    case "inspections":
      return <Inspections />;
    case "inspection":
      return <InspectionScreen key={to.key} inspectionKey={to.key} />;
    case "more":
      return <More />;
    case "help":
      return <Help />;
    case "data":
      return <PhoneData />;
    case "accessibility":
      return <Accessibility />;
    case "not_found":
      return <NotFound />;
  }
}
