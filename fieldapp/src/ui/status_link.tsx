import type { Tone } from "./badge";
import { Icon } from "./icon";
import type { IconName } from "./icon_paths";
import "./status_link.css";

type StatusProps = { text: string; tone: Tone; icon: IconName };

/** A state in one line that leads to its details. */
export function StatusLink({ href, text, hint, tone, icon }: StatusProps & { href: string; hint: string }) {
  return (
    <a class={`status-link tone-${tone}`} href={href}>
      <Icon name={icon} />
      <span class="status-text">
        {text}
        <span class="visually-hidden">. {hint}</span>
      </span>
      <Icon name="forward" size="s" turns />
    </a>
  );
}

/** The same line where its details are shown already. */
export function Status({ text, tone, icon }: StatusProps) {
  return (
    <p class={`status-link tone-${tone}`} role="status">
      <Icon name={icon} />
      <span class="status-text">{text}</span>
    </p>
  );
}
