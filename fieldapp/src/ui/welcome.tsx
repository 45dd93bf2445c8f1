import type { ComponentChildren } from "preact";
import "./welcome.css";

/** A screen before the app proper: the mark, and one thing to do. */
export function Welcome({ brand, children }: { brand: ComponentChildren; children: ComponentChildren }) {
  return (
    <main class="welcome" id="content">
      <div class="welcome-brand">{brand}</div>
      <div class="welcome-body">{children}</div>
    </main>
  );
}
