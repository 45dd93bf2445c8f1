import { render } from "preact";

import { App } from "./app";
import { startAppearance } from "./screens/shell/appearance";
import { startInstall } from "./screens/shell/install";
import { startNavigation } from "./screens/shell/navigation";
import { startTold } from "./screens/shell/told";
import { startUpdates } from "./screens/shell/update";
import { startWords } from "./screens/words/words";
import { start } from "./state/session";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";

startAppearance();
startNavigation();
startInstall();
startTold();

// The phone's own data and the language's texts are both needed for the first screen, and wait for nothing else.
const begun = start();
await startWords();
const root = document.getElementById("app");
if (root) {
  render(<App />, root);
}
await begun;
await startUpdates();
