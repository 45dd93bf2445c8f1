import { Icon } from "./icon";
import "./toast.css";

/** What was just saved, in one line; it is read out and never takes the focus. `action` can take it back. */
export function Toast({ text, action }: { text: string | null; action?: { label: string; onClick: () => void } | undefined }) {
  return (
    <div class="toast-place" role="status">
      {text && (
        <div class="toast">
          <Icon name="check" />
          <span class="toast-text">{text}</span>
          {action && (
            <button type="button" class="toast-action" onClick={action.onClick}>
              {action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
