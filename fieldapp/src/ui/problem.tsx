import { Icon } from "./icon";
import "./problem.css";

/** What is still missing, said right above the button that asked for it; read out when it appears. */
export function Problem({ text }: { text: string | null }) {
  return (
    <p class="problem" role="alert">
      {text && <Icon name="alert" size="s" />}
      {text}
    </p>
  );
}
