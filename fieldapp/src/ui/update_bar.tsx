import { Button, IconButton } from "./button";
import { Icon } from "./icon";
import "./update_bar.css";

type UpdateBarProps = { text: string; restartLabel: string; laterLabel: string; onRestart: () => void; onLater: () => void };

/** A new version is there; it can wait. */
export function UpdateBar({ text, restartLabel, laterLabel, onRestart, onLater }: UpdateBarProps) {
  return (
    <div class="update-bar" role="status">
      <Icon name="refresh" />
      <span class="update-text">{text}</span>
      <Button kind="quiet" onClick={onRestart}>
        {restartLabel}
      </Button>
      <IconButton icon="close" label={laterLabel} onClick={onLater} />
    </div>
  );
}
