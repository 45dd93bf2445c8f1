import type { ComponentChildren } from "preact";
import "./shell.css";

type ShellProps = {
  skipLabel: string;
  navigation: ComponentChildren;
  /** Above the screen. */
  bar: ComponentChildren;
  children: ComponentChildren;
  /** Over everything. */
  over: ComponentChildren;
};

/** The frame around every screen. */
export function Shell({ skipLabel, navigation, bar, children, over }: ShellProps) {
  return (
    <div class="shell">
      <a class="shell-skip" href="#content">
        {skipLabel}
      </a>
      {navigation}
      <main class="shell-main" id="content" tabIndex={-1}>
        {bar}
        {children}
      </main>
      {over}
    </div>
  );
}

/** A list and what was chosen from it, side by side; each scrolls by itself. */
export function Panes({ list, detail }: { list: ComponentChildren; detail: ComponentChildren }) {
  return (
    <div class="panes">
      <div class="pane pane-list">{list}</div>
      <div class="pane pane-detail">{detail}</div>
    </div>
  );
}
