import { ICON_PATHS, type IconName } from "./icon_paths";
import "./icon.css";

/** A decorative drawing: the words beside it carry the meaning. `turns` mirrors it where people read from right to left. */
export function Icon({ name, size = "m", turns = false }: { name: IconName; size?: "s" | "m" | "l"; turns?: boolean }) {
  return (
    <svg class={`icon icon-${size}${turns ? " icon-turns" : ""}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
