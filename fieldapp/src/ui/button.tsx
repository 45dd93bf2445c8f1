import type { ComponentChildren } from "preact";

import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./button.css";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

type ButtonProps = {
  children: ComponentChildren;
  onClick?: () => void;
  kind?: ButtonKind;
  icon?: IconName;
  type?: "button" | "submit";
  disabled?: boolean;
  wide?: boolean;
};

/** The one way to act on this screen; at most one `primary` is visible at a time. */
export function Button({ children, onClick, kind = "secondary", icon, type = "button", disabled = false, wide = false }: ButtonProps) {
  return (
    // oxlint-disable-next-line react/button-has-type -- the type is one of the two names above
    <button type={type} class={`button button-${kind}${wide ? " button-wide" : ""}`} disabled={disabled} onClick={onClick}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** The same look for going somewhere. */
export function LinkButton({ children, href, kind = "secondary", icon, wide = false, external = false }: LinkButtonProps) {
  const outside = external ? { target: "_blank", rel: "noopener" } : {};
  return (
    <a href={href} class={`button button-${kind}${wide ? " button-wide" : ""}`} {...outside}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}

type LinkButtonProps = {
  children: ComponentChildren;
  href: string;
  kind?: ButtonKind;
  icon?: IconName;
  wide?: boolean;
  external?: boolean;
};

/** A button that shows only a drawing: `label` is what it is called. */
export function IconButton({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
